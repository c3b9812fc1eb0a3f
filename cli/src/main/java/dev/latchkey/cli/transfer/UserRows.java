package dev.latchkey.cli.transfer;

import dev.latchkey.operator.IncomingUser;
import dev.latchkey.operator.Profile;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.text.PythonText;
import dev.latchkey.user.EmailRule;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads rows of the user table as users. */
final class UserRows {
    /** A partition key holds 2,048 bytes; a login looks no longer names up. */
    private static final int MAX_NAME_BYTES = 1_000;

    private static final String ACTIVE = "is_active";
    private static final Set<String> READ = Set.of("password", "date_joined", "last_login", ACTIVE);
    private static final Set<String> PROFILE = Set.of("first_name", "last_name", "is_staff", "is_superuser", "groups");
    private static final Set<String> NO = Set.of("false", "f", "0", "no", "n", "off", "b'0'");

    private static final Pattern ALGORITHM = Pattern.compile("([a-z0-9_]{1,32})\\$.*", Pattern.DOTALL);

    private final Models models;
    private final ZoneId zone;
    private final PasswordHasher hasher;
    private final boolean keepProfile;

    UserRows(Models models, ZoneId zone, PasswordHasher hasher, boolean keepProfile) {
        this.models = models;
        this.zone = zone;
        this.hasher = hasher;
        this.keepProfile = keepProfile;
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
        List<String> notes = new ArrayList<>();
        Instant joined = timeOrNote(fields, "date_joined", notes);
        User user = User.imported(
                id,
                username,
                email(fields, notes),
                row.field("password") == null ? null : new PasswordHash(fields.text("password")),
                active(row, fields, notes),
                joined == null ? Instant.EPOCH : joined,
                timeOrNote(fields, "last_login", notes));
        notes.addAll(notesOfName(username));
        Profile profile = keepProfile ? profile(row, fields) : null;
        return new UserRow(new IncomingUser(user, nameKey, profile), notes);
    }

    /** A date that cannot be read does not keep a user from being imported; the report says that the date is missing. */
    private static @Nullable Instant timeOrNote(RowFields fields, String name, List<String> notes)
            throws BadRowException {
        try {
            return fields.timeOrNull(name);
        } catch (BadRowException e) {
            notes.add("imported without " + name + ": " + e.problem());
            return null;
        }
    }

    private List<String> notesOfName(String username) throws BadRowException {
        String field = models.usernameField();
        if (username.codePoints().anyMatch(UserRows::isControl)) {
            throw new BadRowException(field + " has a control character, or one that is not seen");
        }
        return UsernameRule.violations(UsernameRule.normalize(username)).isEmpty()
                ? List.of()
                : List.of("imported, but nobody could register under this " + field
                        + ": do not paste names of users into HTML, JSON or commands");
    }

    private String email(RowFields fields, List<String> notes) throws BadRowException {
        String email = fields.text(models.emailField());
        if (email.isEmpty() || EmailRule.violations(PythonText.strip(email)).isEmpty()) {
            return email;
        }
        if (email.codePoints().anyMatch(UserRows::isControl)) {
            notes.add("imported without " + models.emailField()
                    + ": it has a control character, or one that is not seen");
            return "";
        }
        notes.add("imported, but " + models.emailField() + " is no e-mail address");
        return email;
    }

    /** Line ends and what reorders text, which would go on to every API behind the authorizer. */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static boolean active(DumpRow row, RowFields fields, List<String> notes) throws BadRowException {
        if (row.has(ACTIVE) && row.field(ACTIVE) == null) {
            notes.add(ACTIVE + " is null: imported as active");
        }
        return fields.flag(ACTIVE);
    }

    private static Profile profile(DumpRow row, RowFields fields) throws BadRowException {
        List<String> groups = new ArrayList<>();
        if (row.field("groups") instanceof List<?> all) {
            // A natural key is a list of one name.
            all.forEach(group -> groups.add(
                    String.valueOf(group instanceof List<?> natural && natural.size() == 1 ? natural.get(0) : group)));
        }
        return new Profile(
                fields.text("first_name"),
                fields.text("last_name"),
                isSet(row, fields, "is_staff"),
                isSet(row, fields, "is_superuser"),
                groups);
    }

    private static boolean isSet(DumpRow row, RowFields fields, String flag) throws BadRowException {
        return row.field(flag) != null && fields.flag(flag);
    }

    /** Returns the fields that a row lacks, and that almost every site has. */
    List<String> missing(DumpRow row) {
        return Stream.of(ACTIVE, models.emailField())
                .filter(field -> !row.has(field))
                .toList();
    }

    /** Says what it means that no user has a field. */
    String missingText(String field) {
        return field.equals(ACTIVE)
                ? "no user has " + ACTIVE + ": all were imported as active"
                : "no user has " + field
                        + ": all were imported without an e-mail address; --email-field names another field";
    }

    /** Tells whether an option keeps a field. */
    boolean canKeep(String field) {
        return PROFILE.contains(field);
    }

    /** Returns the fields of a row that have a value, and that are not kept. */
    List<String> notKept(DumpRow row) {
        List<String> names = new ArrayList<>();
        row.fields().forEach((name, value) -> {
            boolean known = name.equalsIgnoreCase(models.usernameField())
                    || name.equalsIgnoreCase(models.emailField())
                    || READ.contains(name)
                    || (keepProfile && PROFILE.contains(name));
            if (!known && !isNothing(value)) {
                names.add(name);
            }
        });
        return names;
    }

    private static boolean isNothing(@Nullable Object value) {
        return value == null
                || value.equals(false)
                || value.equals("")
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof String text && NO.contains(text.strip().toLowerCase(Locale.ROOT)));
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
        return fields.textOrDigits(field);
    }
}
