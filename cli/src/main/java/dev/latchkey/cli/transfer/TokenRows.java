package dev.latchkey.cli.transfer;

import dev.latchkey.session.Session;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Reads rows of Knox's and of Django REST framework's token tables as sessions.
 *
 * <p>Knox stores a SHA-512 digest, which is taken as it is. Django REST framework stores the token itself; it is digested here
 * and goes no further.
 */
final class TokenRows {
    private static final Pattern SHA_512 = Pattern.compile("[0-9a-f]{128}");

    private final Models models;
    private final ZoneId zone;

    TokenRows(Models models, ZoneId zone) {
        this.models = models;
        this.zone = zone;
    }

    Session read(DumpRow row) throws BadRowException {
        long userId = RowFields.id("user", row.field("user"));
        RowFields fields = new RowFields(row, zone);
        TokenDigest digest = models.isDrf(row) ? ofDrf(row) : ofKnox(row, fields);
        return new Session(
                userId,
                digest,
                User.IMPORTED_GENERATION,
                fields.time("created"),
                models.isDrf(row) ? null : fields.timeOrNull("expiry"),
                null,
                Session.Client.UNKNOWN);
    }

    private static TokenDigest ofDrf(DumpRow row) throws BadRowException {
        if (!(row.key() instanceof String key) || !TokenFormat.isForeign(key)) {
            throw new BadRowException("the key is not 32 to 128 hexadecimal digits, 40 as a rule");
        }
        return TokenDigest.sha512(key.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenDigest ofKnox(DumpRow row, RowFields fields) throws BadRowException {
        if (!fields.text("salt").isEmpty()) {
            throw new BadRowException("the digest is salted, as Knox had it before 4.2");
        }
        Object key = row.key() instanceof String text && SHA_512.matcher(text).matches() ? text : row.field("digest");
        if (!(key instanceof String digest) || !SHA_512.matcher(digest).matches()) {
            throw new BadRowException("the digest is not one of SHA-512, 128 hexadecimal digits");
        }
        return TokenDigest.stored(HexFormat.of().parseHex(digest));
    }
}
