package dev.latchkey.cli.transfer;

import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads rows of the user table as users. */
final class UserRows {
    /** A partition key holds 2,048 bytes; a login looks no longer names up. */
    private static final int MAX_NAME_BYTES = 1_000;

    private static final Pattern ALGORITHM = Pattern.compile("([a-z0-9_]{1,32})\\$.*", Pattern.DOTALL);

    private final Models models;
    private final ZoneId zone;
    private final PasswordHasher hasher;

    UserRows(Models models, ZoneId zone, PasswordHasher hasher) {
        this.models = models;
        this.zone = zone;
        this.hasher = hasher;
    }

    UserRow read(DumpRow row) throws BadRowException {
        long id = RowFields.id("pk", row.key());
        RowFields fields = new RowFields(row, zone);
        String username = username(row, fields);
        String nameKey = UsernameRule.uniquenessKey(UsernameRule.normalize(username));
        if (nameKey.isEmpty()) {
            throw new BadRowException(models.usernameField() + " is blank");
        }
        if (nameKey.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new BadRowException(models.usernameField() + " has more than " + MAX_NAME_BYTES + " bytes");
        }
        Instant joined = fields.timeOrNull("date_joined");
        User user = User.imported(
                id,
                username,
                fields.text("email"),
                row.field("password") == null ? null : new PasswordHash(fields.text("password")),
                fields.flag("is_active"),
                joined == null ? Instant.EPOCH : joined,
                fields.timeOrNull("last_login"));
        return new UserRow(user, nameKey);
    }

    /** Says what is wrong with a user's hash, if anything is: Django's mark for no password is not. */
    Optional<String> problemOfHash(User user) {
        PasswordHash hash = user.passwordHash();
        if (hash == null
                || hash.encoded().isEmpty()
                || hash.encoded().startsWith("!")
                || hasher.canVerify(hash.encoded())) {
            return Optional.empty();
        }
        Matcher matcher = ALGORITHM.matcher(hash.encoded());
        String kind = matcher.matches() ? "of " + matcher.group(1) : "of no known form";
        return Optional.of("imported, but no password will be right: a hash " + kind
                + " cannot be verified; see \"users set-password\"");
    }

    private String username(DumpRow row, RowFields fields) throws BadRowException {
        String field = models.usernameField();
        if (row.field(field) == null) {
            throw new BadRowException("there is no " + field + "; --username-field names what people log in with");
        }
        return fields.text(field);
    }
}
