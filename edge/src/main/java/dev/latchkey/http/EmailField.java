package dev.latchkey.http;

import dev.latchkey.user.EmailRule;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A required field that holds an e-mail address, as DRF's {@code EmailField} reads one. */
public final class EmailField {
    private EmailField() {}

    /** Returns the address in the form that is stored, or null after noting what is wrong. */
    public static @Nullable String read(FormFields fields, String name) {
        return read(fields, name, EmailRule::violations);
    }

    /** Returns an address that is looked up and not stored, whose length is no matter of form, or null. */
    public static @Nullable String readToLookUp(FormFields fields, String name) {
        return read(fields, name, EmailRule::violationsAtLookUp);
    }

    private static @Nullable String read(FormFields fields, String name, Function<String, List<String>> violations) {
        String email = fields.trimmed(name, EmailRule.INVALID);
        if (email == null) {
            return null;
        }
        fields.reject(name, violations.apply(email));
        return EmailRule.normalize(email);
    }
}
