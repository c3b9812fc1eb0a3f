package dev.latchkey.pages;

import dev.latchkey.account.DeletionRule;
import dev.latchkey.account.Registration;
import dev.latchkey.account.VerificationRule;
import dev.latchkey.config.Variables;
import dev.latchkey.outbox.MailMode;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.proof.SecondFactor;
import dev.latchkey.session.TokenSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a stack offers, as {@code config.json} tells the pages: they show nothing that would be answered with 404. */
final class Offer {
    private static final Duration RESET_TTL = Duration.ofHours(1);
    private static final Duration VERIFICATION_TTL = Duration.ofHours(24);

    private Offer() {}

    /**
     * Reads it from the settings of the functions that offer it.
     *
     * @throws dev.latchkey.config.InvalidSettingException if one cannot be used; the message names it
     */
    static Map<String, Object> of(Variables variables) {
        Map<String, Object> offer = new LinkedHashMap<>();
        offer.put("scheme", TokenSettings.from(variables).scheme());
        offer.put("registration", Registration.from(variables) == Registration.OPEN);
        offer.put("login_by", variables.text("LOGIN_BY", "username"));
        boolean hasMail = MailMode.from(variables) != MailMode.OFF;
        offer.put("mail", hasMail);
        List<String> offers = List.of(variables.text("ACCOUNT_OFFERS", "").split(",", -1));
        for (String name : List.of("deletion", "export", "undo")) {
            offer.put(name, hasMail && offers.contains(name));
        }
        offer.put(
                "email_verification",
                VerificationRule.from(variables).mode().name().toLowerCase(Locale.ROOT));
        offer.put(
                "reset_minutes",
                variables.duration("PASSWORD_RESET_TTL", RESET_TTL).toMinutes());
        offer.put(
                "verification_minutes",
                variables.duration("EMAIL_VERIFICATION_TTL", VERIFICATION_TTL).toMinutes());
        offer.put("deletion_minutes", DeletionRule.from(variables).grace().toMinutes());
        offer.put("second_factor", SecondFactor.from(variables).isOn());
        offer.put("passkeys", RelyingParty.id(variables).isPresent());
        return offer;
    }
}
