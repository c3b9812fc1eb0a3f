package dev.latchkey.dynamodb;

import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.Scopes;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A key that nobody has and nothing random is in: for rehearsals before a snapshot. */
final class SampleKeys {
    private SampleKeys() {}

    /** Returns the item of a user's key; there have to be keys. */
    static Map<String, AttributeValue> item(Variables variables, User user, Instant now) {
        KeySettings settings = KeySettings.from(variables).orElseThrow();
        Scopes scopes = Scopes.of(settings.offered().keySet());
        return KeyItems.write(new KeyIssuer(settings, Randomness.NONE)
                .issue(user, "priming", scopes, settings.latest(now), now)
                .key());
    }
}
