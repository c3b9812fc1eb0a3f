package dev.latchkey.factor;

import dev.latchkey.config.Variables;
import java.util.regex.Pattern;

/**
 * What can be set about authenticator apps.
 *
 * @param issuer the name that an app shows beside its codes, {@code SECOND_FACTOR_ISSUER}
 * @param window how many steps before the present one are taken too, {@code TOTP_WINDOW} (RFC 6238 section 5.2 recommends at most one)
 */
public record AppSettings(String issuer, int window) {
    private static final Pattern ISSUER = Pattern.compile("[^:\\x00-\\x1f]{1,50}");
    private static final int MAX_WINDOW = 2;

    /**
     * Reads the settings.
     *
     * @throws dev.latchkey.config.InvalidSettingException if one cannot be used; the message names it
     */
    public static AppSettings from(Variables variables) {
        return new AppSettings(
                variables.text("SECOND_FACTOR_ISSUER", "Latchkey", ISSUER, "up to 50 signs, and no colon"),
                variables.integer("TOTP_WINDOW", 1, 0, MAX_WINDOW));
    }
}
