package dev.latchkey.http;

import dev.latchkey.user.EmailRule;
import org.jspecify.annotations.Nullable;

/** A required field that holds an e-mail address, as DRF's {@code EmailField} reads one. */
public final class EmailField {
    private EmailField() {}

    /** Returns the address in the form that is stored, or null after noting what is wrong. */
    public static @Nullable String read(FormFields fields, String name) {
        String email = fields.trimmed(name, EmailRule.INVALID);
        if (email == null) {
            return null;
        }
        fields.reject(name, EmailRule.violations(email));
        return EmailRule.normalize(email);
    }
}
