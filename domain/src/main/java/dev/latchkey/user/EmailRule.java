package dev.latchkey.user;

import dev.latchkey.text.PythonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What may be an e-mail address, and the form that is stored: Django 5.2's {@code EmailValidator} ({@code
 * django/core/validators.py}) behind Django REST framework's {@code EmailField}.
 *
 * <p>Written as plain scans in place of Django's regular expressions, so that the time is linear in the text's length.
 */
public final class EmailRule {
    /** The most code points that an address may have. */
    public static final int MAX_LENGTH = 254;

    /** The most code points that the address syntax itself takes (RFC 3696 section 3). */
    private static final int MAX_SYNTAX_LENGTH = 320;

    /** The message for what is no address; DRF's {@code EmailField} gives it for what is no text, too. */
    public static final String INVALID = "Enter a valid email address.";

    private EmailRule() {}

    /**
     * Returns the messages for all that is wrong with an address, in the framework's order: length, null characters,
     * surrogates, syntax; empty when it is valid.
     *
     * @param stripped the text without surrounding {@linkplain PythonText#strip white space}
     */
    public static List<String> violations(String stripped) {
        List<String> messages = new ArrayList<>(CharFieldRule.violations(stripped, MAX_LENGTH));
        if (!isAddress(stripped)) {
            messages.add(INVALID);
        }
        return List.copyOf(messages);
    }

    /**
     * Returns the messages for all that is wrong with an address that is looked up, and so may be longer than any that is stored:
     * null characters, surrogates, syntax.
     *
     * @param stripped the text without surrounding {@linkplain PythonText#strip white space}
     */
    public static List<String> violationsAtLookUp(String stripped) {
        List<String> messages = new ArrayList<>(CharFieldRule.violations(stripped));
        if (!isAddress(stripped)) {
            messages.add(INVALID);
        }
        return List.copyOf(messages);
    }

    /** Returns the form that is stored: only the domain is put in lower case ({@code BaseUserManager.normalize_email}). */
    public static String normalize(String email) {
        String stripped = PythonText.strip(email);
        int at = stripped.lastIndexOf('@');
        return at < 0 ? email : stripped.substring(0, at + 1) + PythonText.lower(stripped.substring(at + 1));
    }

    /** Tells whether Django's {@code EmailValidator} takes the text. */
    static boolean isAddress(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0 || PythonText.length(text) > MAX_SYNTAX_LENGTH) {
            return false;
        }
        String domain = text.substring(at + 1);
        return isLocalPart(text.substring(0, at))
                && (domain.equals("localhost") || isHostName(domain) || isAddressLiteral(domain));
    }

    private static boolean isLocalPart(String text) {
        return isDotAtom(text) || isQuotedString(text);
    }

    private static boolean isDotAtom(String text) {
        for (String atom : text.split("\\.", -1)) {
            if (atom.isEmpty() || !atom.codePoints().allMatch(EmailRule::isAtomCharacter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAtomCharacter(int c) {
        return isLetterOrDigit(c) || "-!#$%&'*+/=?^_`{}|~".indexOf(c) >= 0;
    }

    private static boolean isQuotedString(String text) {
        int last = text.length() - 1;
        if (last < 1 || text.charAt(0) != '"' || text.charAt(last) != '"') {
            return false;
        }
        int i = 1;
        while (i < last) {
            boolean escape = text.charAt(i) == '\\';
            i += escape ? 1 : 0;
            if (i == last || !(escape ? isEscapable(text.charAt(i)) : isQuotable(text.charAt(i)))) {
                return false;
            }
            i++;
        }
        return true;
    }

    /** What may stand in quotes as it is: neither a quote nor a backslash, and, unlike in RFC 5321, no space. */
    private static boolean isQuotable(char c) {
        boolean printable = c >= '!' && c <= 0x7F && c != '"' && c != '\\';
        return printable || (isControl(c) && c != '\t') || isLetterByCase(c);
    }

    private static boolean isEscapable(char c) {
        return (c >= ' ' && c <= 0x7F) || isControl(c) || isLetterByCase(c);
    }

    /** A control character other than null, line feed and carriage return. */
    private static boolean isControl(char c) {
        return c >= 0x01 && c < ' ' && c != '\n' && c != '\r';
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || isLetterByCase(c);
    }

    /** The four characters outside ASCII that Python's {@code [a-z]} matches when case is ignored. */
    private static boolean isLetterByCase(int c) {
        return c == 'İ' || c == 'ı' || c == 'ſ' || c == '\u212A';
    }

    private static boolean isHostName(String text) {
        String[] labels = text.split("\\.", -1);
        int last = labels.length - 1;
        for (int i = 0; i < last; i++) {
            if (!isLabel(labels[i], 1) || !labels[i].codePoints().allMatch(c -> c == '-' || isHostCharacter(c))) {
                return false;
            }
        }
        return last > 0 && isTopLevel(labels[last]);
    }

    private static boolean isLabel(String label, int minLength) {
        int length = PythonText.length(label);
        return length >= minLength && length <= 63 && !label.startsWith("-") && !label.endsWith("-");
    }

    /** ASCII letters and digits, and all from U+00A1 to U+FFFF, which Django takes for letters. */
    private static boolean isHostCharacter(int c) {
        return isLetterOrDigit(c) || (c >= 0xA1 && c <= 0xFFFF);
    }

    private static boolean isTopLevel(String label) {
        if (!isLabel(label, 2)) {
            return false;
        }
        boolean punycode = label.length() > 4
                && label.substring(0, 4).toLowerCase(Locale.ROOT).equals("xn--");
        return label.codePoints().allMatch(c -> c == '-' || (isHostCharacter(c) && !isDigit(c)))
                || (punycode && label.substring(4).codePoints().allMatch(EmailRule::isLetterOrDigit));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAddressLiteral(String text) {
        if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 3) {
            return false;
        }
        String address = text.substring(1, text.length() - 1);
        return IpAddressRule.isIpv4(address) || IpAddressRule.isIpv6(address);
    }
}
