package dev.latchkey.user;

import dev.latchkey.text.Punycode;
import dev.latchkey.text.PythonText;
import java.text.Normalizer;
import java.util.Optional;

/**
 * The form under which e-mail addresses are compared. Two addresses of one form are one mailbox; two that only look alike have two.
 *
 * <p>The domain is put in lower case, in NFC, and each label that is not ASCII into Punycode (RFC 3492) without any mapping: {@code
 * java.net.IDN} would turn {@code straße.de} into {@code strasse.de}, which is another domain. The local part is put in lower case by
 * ASCII alone, and the Kelvin sign, whose lower case is ASCII, counts as k.
 *
 * @param value the form, never empty
 */
public record EmailForm(String value) {
    private static final char KELVIN = '\u212A';

    /**
     * Returns the form of an address.
     *
     * @param address an address that {@link EmailRule} takes, or any other text
     * @return nothing for a text without an @, and for a domain with characters that IDNA 2003 and 2008 read differently (ß, ς,
     *     joiners) or that nobody sees: who owns such a domain depends on who is asked
     */
    public static Optional<EmailForm> of(String address) {
        int at = address.lastIndexOf('@');
        if (at <= 0 || at == address.length() - 1) {
            return Optional.empty();
        }
        String domain = Normalizer.normalize(PythonText.lower(address.substring(at + 1)), Normalizer.Form.NFC);
        if (!domain.codePoints().allMatch(EmailForm::isCertain)) {
            return Optional.empty();
        }
        return Optional.of(new EmailForm(foldAscii(address.substring(0, at)) + "@" + encode(domain)));
    }

    private static String foldAscii(String local) {
        StringBuilder folded = new StringBuilder(local.length());
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c == KELVIN ? 'k' : c);
        }
        return folded.toString();
    }

    private static boolean isCertain(int c) {
        return c != 'ß' && c != 'ς' && Character.getType(c) != Character.FORMAT && !isVariation(c);
    }

    /** Variation selectors, fillers and the grapheme joiner change nothing that anybody sees. */
    private static boolean isVariation(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
    }

    private static String encode(String domain) {
        StringBuilder encoded = new StringBuilder(domain.length());
        for (String label : domain.split("\\.", -1)) {
            boolean ascii = label.chars().allMatch(c -> c < 0x80);
            encoded.append(encoded.isEmpty() ? "" : ".").append(ascii ? label : "xn--" + Punycode.encode(label));
        }
        return encoded.toString();
    }

    /** Tells nothing: an address is personal. */
    @Override
    public String toString() {
        return "EmailForm[hidden]";
    }
}
