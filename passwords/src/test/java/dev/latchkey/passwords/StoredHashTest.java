package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.config.Randomness;
import dev.latchkey.user.Password;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of stored hashes without their passwords: their way, and what Argon2id is put around. */
class StoredHashTest {
    private static final Argon2Parameters COST = new Argon2Parameters(64, 1, 1);

    private final PasswordHasher hasher = new PasswordHasher(COST);

    /** All recorded hashes that a password is right for. */
    static Stream<JsonNode> recorded() {
        List<JsonNode> all = JsonLines.read("hashes.jsonl").stream()
                .filter(line -> line.get("verify").booleanValue())
                .toList();
        assertThat(all.stream().map(line -> line.get("encoded").textValue().split("\\$", -1)[0]))
                .contains("argon2", "pbkdf2_sha256", "pbkdf2_sha1", "bcrypt", "bcrypt_sha256", "scrypt", "md5");
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void aWayIsOfTheSameAlgorithmAndCostAndNoPasswordIsRight(JsonNode recorded) {
        String encoded = recorded.get("encoded").textValue();
        String way = Objects.requireNonNull(hasher.way(encoded));
        assertThat(hasher.way(way)).isEqualTo(way);
        assertThat(way).hasSizeLessThan(250);
        assertThat(cost(way)).isEqualTo(cost(encoded));
        assertThat(hasher.verify(password(recorded), way)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void aWrappedHashVerifiesTheSamePasswordAndHidesTheHash(JsonNode recorded) {
        String encoded = recorded.get("encoded").textValue();
        String wrapped = hasher.wrap(encoded);
        assertThat(hasher.verify(password(recorded), wrapped)).isTrue();
        assertThat(hasher.verify(Password.of("~" + password(recorded).reveal()), wrapped))
                .isFalse();
        assertThat(hasher.wrap(wrapped)).isEqualTo(wrapped);
        assertThat(hasher.isWeak(wrapped)).isFalse();
        assertThat(hasher.isWeak(encoded)).isEqualTo(encoded.startsWith("md5$"));
        if (encoded.startsWith("argon2")) {
            assertThat(wrapped).isEqualTo(encoded);
            return;
        }
        assertThat(wrapped).doesNotContain(encoded.substring(encoded.length() - 20));
        assertThat(hasher.needsRehash(wrapped)).isTrue();
        assertThat(hasher.wrap(encoded)).as("each under a salt of its own").isNotEqualTo(wrapped);
        String way = Objects.requireNonNull(hasher.way(wrapped));
        assertThat(way).isEqualTo(hasher.way(hasher.wrap(encoded)));
        assertThat(hasher.verify(password(recorded), way)).isFalse();
    }

    /** Both parts are bounded, in both orders, and nothing is wrapped twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wrapped",
                "wrapped$",
                "wrapped$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA",
                "wrapped$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "wrapped$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
                "wrapped$argon2id$v=19$m=999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$md5$s$00000000000000000000000000000000",
                "wrapped$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$pbkdf2_sha256$5000001$s$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "wrappedargon2$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$md5$s$00000000000000000000000000000000",
                "wrapped$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$wrapped$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$md5$s$00000000000000000000000000000000",
                "wrapped$md5$s$00000000000000000000000000000000$md5$s$00000000000000000000000000000000",
            })
    void whatIsNoWrappedHashVerifiesNothing(String encoded) {
        assertThat(hasher.canVerify(encoded)).isFalse();
        assertThat(hasher.way(encoded)).isNull();
        assertThat(hasher.wrap(encoded)).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void newHashesAreOfTheCurrentWay(int iterations) {
        PasswordHasher other = new PasswordHasher(new Argon2Parameters(64, iterations, 1));
        assertThat(other.way(other.hash(Password.of("x")))).isEqualTo(other.currentWay());
        assertThat(hasher.way(other.hash(Password.of("x"))).equals(hasher.currentWay()))
                .isEqualTo(iterations == 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSaltOfTheOuterHashIsRandom(boolean random) {
        PasswordHasher of = new PasswordHasher(
                COST, Argon2.BOUNCY_CASTLE, Heap.ofThisJvm(), random ? Randomness.SECURE : Randomness.NONE);
        String md5 = "md5$s$00000000000000000000000000000000";
        assertThat(of.wrap(md5).equals(of.wrap(md5))).isEqualTo(!random);
    }

    /** What stands before salt and hash, with what stands between them where an algorithm has it there. */
    private static String cost(String encoded) {
        String text = encoded.startsWith("argon2") ? encoded.substring("argon2".length()) : encoded;
        String[] fields = text.split("\\$", -1);
        return switch (fields[0]) {
            case "" -> fields[1] + (fields[2].startsWith("v=") ? fields[2] + fields[3] : "v=16" + fields[2]);
            case "scrypt" -> fields[0] + fields[1] + "," + fields[3] + "," + fields[4];
            case "bcrypt", "bcrypt_sha256" -> fields[0] + fields[3];
            case "md5" -> fields[0];
            default -> fields[0] + fields[1];
        };
    }

    private static Password password(JsonNode recorded) {
        return Password.of(recorded.get("password").textValue());
    }
}
