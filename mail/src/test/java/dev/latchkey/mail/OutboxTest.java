package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OutboxTest {
    private final Outbox outbox = new Outbox(InstantSource.fixed(Letters.AT));

    @Test
    void keepsWhatItIsSentTheOldestFirst() {
        var mailer = Mailers.of(new Environment(Map.of("MAIL", "outbox", "MAIL_FROM", "Acme <a@example.com>"))
                .with(Outbox.class, outbox));
        mailer.send(Letters.to("ada@example.com"));
        mailer.send(Letters.to("grace@example.com"));
        assertThat(outbox.mails())
                .extracting(sent -> sent.mail().to())
                .containsExactly("ada@example.com", "grace@example.com");
        assertThat(outbox.mails().get(0).at()).isEqualTo(Letters.AT);
        assertThat(outbox.mails().get(0).mail().from()).isEqualTo("Acme <a@example.com>");
        outbox.clear();
        assertThat(outbox.mails()).isEmpty();
    }

    @Test
    void forgetsTheOldestOverItsLimit() {
        Mail mail = new MailWriter(Letters.SENDER, TemplateFiles.shipped()).write(Letters.to("ada@example.com"));
        for (int i = 0; i < 2_001; i++) {
            outbox.send(mail);
        }
        assertThat(outbox.mails()).hasSize(2_000);
    }
}
