package dev.latchkey.cli.transfer;

import java.util.Locale;

/**
 * Which of a site's models are what; labels as {@code dumpdata} writes them.
 *
 * @param user the user model, {@code auth.user} unless the site has its own
 * @param usernameField the field that people log in with
 * @param knox Knox's token model
 * @param drf Django REST framework's token model
 */
record Models(String user, String usernameField, String knox, String drf) {
    static final String USER = "auth.user";
    static final String USERNAME_FIELD = "username";
    static final String KNOX = "knox.authtoken";
    static final String DRF = "authtoken.token";

    Models {
        user = user.toLowerCase(Locale.ROOT);
        knox = knox.toLowerCase(Locale.ROOT);
    }

    Models(String user, String usernameField, String knox) {
        this(user, usernameField, knox, DRF);
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
