package dev.latchkey.function.account;

import dev.latchkey.account.ExportAccount.Result.Exported;
import dev.latchkey.key.ApiKey;
import dev.latchkey.link.Link;
import dev.latchkey.proof.App;
import dev.latchkey.proof.BackupCodes;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.text.UtcTime;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Factor;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an answer shows all that is stored of a user; hashes, digests and what is encrypted are left out. */
final class OwnData {
    private OwnData() {}

    static Map<String, @Nullable Object> of(Exported data) {
        User user = data.user();
        Map<String, @Nullable Object> body = user(user);
        body.put("known_places", places(user));
        body.put("authenticator_app", data.app() == null ? null : app(data.app()));
        body.put("sessions", data.sessions().stream().map(OwnData::session).toList());
        body.put("mailed_links", data.links().stream().map(OwnData::link).toList());
        body.put("changes", data.undos().stream().map(OwnData::undo).toList());
        body.put("keys", data.keys().stream().map(OwnData::key).toList());
        return body;
    }

    private static Map<String, @Nullable Object> user(User user) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        FormerPassword former = user.security().formerPassword();
        body.put("id", user.id());
        body.put("username", user.username());
        body.put("email", user.email());
        body.put("email_verified", user.security().emailVerified());
        body.put("created", UtcTime.textOrNull(user.created()));
        body.put("last_login", UtcTime.textOrNull(user.lastLogin()));
        body.put("has_password", user.passwordHash() != null);
        body.put("password_replaced", UtcTime.textOrNull(former == null ? null : former.replaced()));
        body.put("factors", factors(user.security().factors()));
        body.put("roles", user.security().roles().stream().sorted().toList());
        body.put("sessions_opened", user.sessionsOpened());
        return body;
    }

    /** Of the places that a user logs in from nobody can read more than when it was. */
    private static List<Map<String, @Nullable Object>> places(User user) {
        return user.knownSources().lastSeen().values().stream()
                .sorted()
                .map(OwnData::place)
                .toList();
    }

    private static Map<String, @Nullable Object> place(Instant lastSeen) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("last_seen", UtcTime.textOrNull(lastSeen));
        return body;
    }

    private static Map<String, @Nullable Object> app(App app) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("backup_codes_left", BackupCodes.COUNT - Long.bitCount(app.used()));
        return body;
    }

    private static Map<String, @Nullable Object> session(Session session) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        Authentication proved = session.authentication();
        body.put("token_key", session.key().value());
        body.put("created", UtcTime.textOrNull(session.created()));
        body.put("expiry", UtcTime.textOrNull(session.expiry()));
        body.put("last_used", UtcTime.textOrNull(session.refreshed()));
        body.put("user_agent", session.client().userAgent());
        body.put("source_ip", session.client().sourceIp());
        body.put("amr", proved == null ? List.of() : proved.labels());
        body.put("auth_time", UtcTime.textOrNull(proved == null ? null : proved.time()));
        return body;
    }

    private static Map<String, @Nullable Object> link(Link link) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("purpose", link.purpose().label());
        body.put("address", link.address());
        body.put("expiry", UtcTime.textOrNull(link.expiry()));
        return body;
    }

    private static Map<String, @Nullable Object> undo(Undo undo) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("time", UtcTime.textOrNull(undo.time()));
        body.put("email_before", undo.email());
        body.put("email_verified_before", undo.emailVerified());
        body.put("factors_before", factors(undo.factors()));
        return body;
    }

    private static Map<String, @Nullable Object> key(ApiKey key) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("token_key", key.key().value());
        body.put("name", key.name());
        body.put("scopes", key.scopes().names());
        body.put("created", UtcTime.textOrNull(key.created()));
        body.put("expiry", UtcTime.textOrNull(key.expiry()));
        body.put("last_used", UtcTime.textOrNull(key.lastUsed()));
        return body;
    }

    private static List<String> factors(Set<Factor> factors) {
        return factors.stream().map(Factor::label).sorted().toList();
    }
}
