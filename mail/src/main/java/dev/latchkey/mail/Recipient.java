package dev.latchkey.mail;

import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.user.EmailForm;

/** An address as it stands in a header and in SMTP's envelope. */
final class Recipient {
    private static final int MAX_LENGTH = 254;

    private Recipient() {}

    /**
     * Returns an address that is ready to be written to: as it is on file, its domain in ASCII.
     *
     * @throws MailRefusedException if no mail can go there: it is empty or none, has a sign that could end a header, or a local part
     *     outside ASCII, which SES does not take
     */
    static String of(String address) {
        int at = address.lastIndexOf('@') + 1;
        String form = EmailForm.of(address)
                .map(EmailForm::value)
                .orElseThrow(() -> new MailRefusedException("no address to write to"));
        String domain = address.substring(at);
        boolean ascii = domain.chars().allMatch(c -> c < 0x80);
        String ready = ascii ? address : address.substring(0, at) + form.substring(form.lastIndexOf('@') + 1);
        if (ready.length() > MAX_LENGTH || !ready.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '<' && c != '>')) {
            throw new MailRefusedException("an address that no mail service takes");
        }
        return ready;
    }
}
