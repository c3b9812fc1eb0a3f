package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhcStringTest {
    private static final String SALT = "c29tZXNhbHRzb21lc2FsdA";
    private static final String HASH = "DlHHEsZxEGrWiTlP62YHxGTnYWAkzkj4uMlhdRQFYPc";
    private static final String VALID = "$argon2id$v=19$m=19456,t=2,p=1$" + SALT + "$" + HASH;

    @Test
    void readsWhatItWrites() {
        PhcString parsed = Objects.requireNonNull(PhcString.parse(VALID));
        assertThat(parsed.encode()).isEqualTo(VALID);
        assertThat(parsed.cost()).isEqualTo(Argon2Parameters.DEFAULT);
        assertThat(parsed.salt().toArray()).asString().isEqualTo("somesaltsomesalt");
        assertThat(parsed.hash().size()).isEqualTo(32);
    }

    /** Cut off inside the hash, so that what is left is shorter than any hash. */
    static Stream<String> truncated() {
        int shortest = VALID.length() - HASH.length() + 21;
        return IntStream.rangeClosed(0, shortest).mapToObj(end -> VALID.substring(0, end));
    }

    @ParameterizedTest
    @MethodSource("truncated")
    void readsNothingThatIsCutOff(String text) {
        assertThat(PhcString.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=4194304,t=2,p=1",
                "m=4294967295,t=2,p=1",
                "m=99999999999999999999,t=2,p=1",
                "m=262145,t=1,p=1",
                "m=262144,t=5,p=1",
                "m=64,t=2147483648,p=1",
                "m=64,t=65,p=1",
                "m=64,t=1,p=65",
                "m=64,t=1,p=16777215",
                "m=7,t=1,p=1",
                "m=63,t=1,p=8",
                "m=0,t=1,p=1",
                "m=64,t=0,p=1",
                "m=64,t=1,p=0",
                "m=-64,t=1,p=1",
                "m=+64,t=1,p=1",
                "m=064,t=1,p=1",
                "m=64,t=1",
                "t=1,m=64,p=1",
                "m=64,t=1,p=1,data=AAAA",
                "m=٦٤,t=1,p=1",
                "m=64,t=1,p=1\n",
            })
    void readsNoCostOutOfBounds(String cost) {
        assertThat(PhcString.parse("$argon2id$v=19$" + cost + "$" + SALT + "$" + HASH))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 65, 100_000})
    void readsNoSaltOfOtherLength(int bytes) {
        assertThat(PhcString.parse("$argon2id$v=19$m=64,t=1,p=1$" + base64(bytes) + "$" + HASH))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 65, 100_000})
    void readsNoHashOfOtherLength(int bytes) {
        assertThat(PhcString.parse("$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + base64(bytes)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=18$m=64,t=1,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "==$" + HASH,
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + HASH + "=",
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdB$" + HASH,
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l-_FsdA$" + HASH,
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + HASH + "$",
                "$argon2x$v=19$m=64,t=1,p=1$" + SALT + "$" + HASH,
                "$ARGON2ID$v=19$m=64,t=1,p=1$" + SALT + "$" + HASH,
                " $argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + HASH,
                "argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + HASH,
            })
    void readsNoOtherForm(String text) {
        assertThat(PhcString.parse(text)).isNull();
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }
}
