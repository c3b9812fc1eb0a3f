package dev.latchkey.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** A code as a client presents it: six digits of an authenticator app, a backup code, or neither. A secret: it is never logged. */
public final class Code {
    private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");
    private static final Pattern TWELVE_SIGNS = Pattern.compile("[A-Za-z0-9]{12}");

    private final String text;

    private Code(String text) {
        this.text = text;
    }

    /** Takes a code as it was presented, without white space around it. */
    public static Code of(String text) {
        return new Code(text);
    }

    /**
     * Tells whether it is six digits, which can be guessed.
     *
     * <p>Full-width digits are digits, as in PyOTP, which compares codes in NFKC ({@code pyotp.utils.strings_equal}).
     */
    public boolean isSixDigits() {
        return SIX_DIGITS.matcher(digits()).matches();
    }

    /** Tells whether it has the form of a backup code. */
    public boolean isBackupCode() {
        return TWELVE_SIGNS.matcher(text).matches();
    }

    /** Returns the text in NFKC, in which digits of all widths are one. */
    public String digits() {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Returns the text itself; every caller compares or digests it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Code that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return 0;
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "Code[hidden]";
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
