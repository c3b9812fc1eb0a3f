package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.InvalidSettingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SenderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Acme <no-reply@example.com> | Acme | no-reply@example.com | A",
                "Acme<no-reply@example.com> | Acme | no-reply@example.com | A",
                "\"Acme, Inc.\" <no-reply@example.com> | Acme, Inc. | no-reply@example.com | A",
                "no-reply@accounts.example.com | accounts.example.com | no-reply@accounts.example.com | A",
                "istanbul <a@example.com> | istanbul | a@example.com | I",
                "Übung <a@example.com> | Übung | a@example.com | Ü",
            })
    void readsANameAndAnAddress(String setting, String name, String address, String initial) {
        Sender sender = Letters.sender(setting);
        assertThat(sender).isEqualTo(new Sender(name, address));
        assertThat(sender.initial()).isEqualTo(initial);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Acme",
                "Acme <>",
                "Acme <no-reply>",
                "<a@example.com",
                "a@example.com>",
                "A <a@example.com> B",
                "  <a@example.com>",
                "Acme\r\nBcc: x@example.com <a@example.com>",
                "Ac\u202Eme <a@example.com>",
                "Acme <ä@example.com>",
                "Acme <a@exämple.com>",
                "a@example.com, b@example.com",
                "A <a@example.com>, B <b@example.com>"
            })
    void refusesWhatIsNoSender(String setting) {
        assertThatThrownBy(() -> Letters.sender(setting))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("MAIL_FROM must be an address in ASCII");
    }
}
