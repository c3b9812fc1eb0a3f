package dev.latchkey.cli.transfer;

import java.util.Locale;
import java.util.Set;

/**
 * Which of a site's models are what; labels as {@code dumpdata} writes them.
 *
 * @param user the user model, {@code auth.user} unless the site has its own
 * @param usernameField the field that people log in with
 * @param emailField the field of the e-mail address
 * @param knox Knox's token model
 * @param drf Django REST framework's token model
 */
record Models(String user, String usernameField, String emailField, String knox, String drf) {
    static final String USER = "auth.user";
    static final String USERNAME_FIELD = "username";
    static final String EMAIL_FIELD = "email";
    static final String KNOX = "knox.authtoken";
    static final String DRF = "authtoken.token";

    Models {
        user = user.toLowerCase(Locale.ROOT);
        knox = knox.toLowerCase(Locale.ROOT);
    }

    Models(String user, String usernameField, String emailField, String knox) {
        this(user, usernameField, emailField, knox, DRF);
    }

    /** Tells whether rows of a model are asked for. */
    boolean isWanted(String model) {
        return Set.of(user, knox, drf).contains(model.toLowerCase(Locale.ROOT));
    }

    boolean isUser(DumpRow row) {
        return row.model().equals(user);
    }

    boolean isKnox(DumpRow row) {
        return row.model().equals(knox);
    }

    boolean isDrf(DumpRow row) {
        return row.model().equals(drf);
    }

    boolean isToken(DumpRow row) {
        return isKnox(row) || isDrf(row);
    }
}
