package dev.latchkey.passwords;

import dev.latchkey.text.PythonText;
import dev.latchkey.user.CharFieldRule;
import dev.latchkey.user.Password;
import java.util.List;

/** What a new password must be, wherever one is chosen: first as a field, then by the policy. */
public final class PasswordRule {
    /** The most code points of a password. */
    public static final int MAX_LENGTH = 128;

    /** A presented password of more bytes of UTF-8 is wrong without being hashed; no registered one comes near. */
    private static final int MAX_PRESENTED_BYTES = 4_096;

    private PasswordRule() {}

    /** Returns what is wrong with a password that is presented, as a field; its length is no matter of form. */
    public static List<String> violationsAtLogin(String password) {
        return CharFieldRule.violations(password);
    }

    /** Tells whether a presented password is so long that it is wrong without being hashed. */
    public static boolean exceedsMaximum(Password password) {
        return password.utf8Length() > MAX_PRESENTED_BYTES;
    }

    /** Returns what is wrong with a password as a field, before any policy; it is never trimmed. */
    public static List<String> fieldViolations(String password) {
        return PythonText.strip(password).isEmpty()
                ? List.of("This field may not be blank.")
                : CharFieldRule.violations(password, MAX_LENGTH);
    }
}
