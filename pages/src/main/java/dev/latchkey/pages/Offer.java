package dev.latchkey.pages;

import dev.latchkey.config.Variables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a stack offers, as {@code config.json} tells the pages: they show nothing that would be answered with 404. */
final class Offer {
    private static final Duration RESET_TTL = Duration.ofHours(1);
    private static final Duration VERIFICATION_TTL = Duration.ofHours(24);

    private Offer() {}

    /** Reads it from the settings of the functions that offer it; each is checked where it is used. */
    static Map<String, Object> of(Variables variables) {
        Map<String, Object> offer = new LinkedHashMap<>();
        offer.put("scheme", variables.text("AUTH_HEADER_PREFIX", "Token"));
        offer.put("registration", variables.text("REGISTRATION", "open").equals("open"));
        offer.put("login_by", variables.text("LOGIN_BY", "username"));
        boolean hasMail = !variables.text("MAIL", "off").equals("off");
        offer.put("mail", hasMail);
        List<String> offers = List.of(variables.text("ACCOUNT_OFFERS", "").split(",", -1));
        for (String name : List.of("deletion", "export", "undo")) {
            offer.put(name, hasMail && offers.contains(name));
        }
        offer.put("email_verification", variables.text("EMAIL_VERIFICATION", "none"));
        offer.put(
                "reset_minutes",
                variables.duration("PASSWORD_RESET_TTL", RESET_TTL).toMinutes());
        offer.put(
                "verification_minutes",
                variables.duration("EMAIL_VERIFICATION_TTL", VERIFICATION_TTL).toMinutes());
        offer.put("second_factor", !variables.text("SECOND_FACTOR", "off").equals("off"));
        offer.put("passkeys", !variables.text("PASSKEY_RP_ID", "").isEmpty());
        return offer;
    }
}
