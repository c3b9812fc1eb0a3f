package dev.latchkey.cli.keys;

import dev.latchkey.key.ApiKey;
import dev.latchkey.text.UtcTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How commands show a key, which is as the API does. */
final class KeyView {
    private KeyView() {}

    static Map<String, @Nullable Object> json(ApiKey key) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("token_key", key.key().value());
        members.put("name", key.name());
        members.put("scopes", key.scopes().names());
        members.put("created", UtcTime.textOrNull(key.created()));
        members.put("expiry", UtcTime.textOrNull(key.expiry()));
        members.put("last_used", UtcTime.textOrNull(key.lastUsed()));
        return members;
    }
}
