package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.user.Password;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final Argon2Parameters CHEAP = new Argon2Parameters(64, 1, 1);
    private static final Argon2Parameters CURRENT = new Argon2Parameters(128, 2, 1);
    private static final Password PASSWORD = Password.of("Correct-Horse-9!");

    private final List<Argon2Parameters> computed = new ArrayList<>();
    private final PasswordHasher hasher =
            new PasswordHasher(CURRENT, this::count, new Heap(Long.MAX_VALUE), Randomness.SECURE);

    private byte[] count(byte[] password, byte[] salt, Argon2.Variant variant, Argon2Parameters cost, int length) {
        computed.add(cost);
        return Argon2.BOUNCY_CASTLE.hash(password, salt, variant, cost, length);
    }

    @Test
    void hashVerifies() {
        String encoded = hasher.hash(PASSWORD);

        assertThat(encoded).matches("\\$argon2id\\$v=19\\$m=128,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hasher.verify(PASSWORD, encoded)).isTrue();
        assertThat(hasher.verify(Password.of("correct-Horse-9!"), encoded)).isFalse();
    }

    @Test
    void sameSaltNeverComesTwice() {
        assertThat(hasher.hash(PASSWORD)).isNotEqualTo(hasher.hash(PASSWORD));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "!",
                "!tI89hASneBk2DxYX7zraXdLplVznKXUIBjpebt11",
                "$",
                "argon2",
                "whirlpool$1$salt$hash",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA",
                "$argon2id$v=19$m=128,t=2147483648,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA",
                "$argon2id$v=19$m=128,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$",
                "pbkdf2_sha256$999999999$salt$irgDBIYtaakDmWsiQ9yMZQKlm/rhhEeGGAk4zOFa09E=",
            })
    void nothingToVerifyCostsExactlyOneCurrentHash(String encoded) {
        assertThat(hasher.verify(PASSWORD, encoded)).isFalse();
        assertThat(computed).containsExactly(CURRENT);
    }

    @Test
    void verifyingCostsExactlyOneHashOfTheStoredCost() {
        String encoded = new PasswordHasher(CHEAP).hash(PASSWORD);

        assertThat(hasher.verify(PASSWORD, encoded)).isTrue();
        assertThat(hasher.verify(Password.of("wrong"), encoded)).isFalse();
        assertThat(computed).containsExactly(CHEAP, CHEAP);
    }

    @Test
    void loneSurrogateNeverVerifiesAndIsNotHashed() {
        Password broken = Password.of("Correct-Horse-9\ud800");
        String encoded = hasher.hash(Password.of("Correct-Horse-9?"));

        assertThat(hasher.verify(broken, encoded)).isFalse();
        assertThat(computed).hasSize(2);
        assertThatThrownBy(() -> hasher.hash(broken)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rehashIsNeededWhenTheCostMoved() {
        assertThat(hasher.needsRehash(hasher.hash(PASSWORD))).isFalse();
        assertThat(hasher.needsRehash(new PasswordHasher(CHEAP).hash(PASSWORD))).isTrue();
        assertThat(hasher.needsRehash("md5$salt$b9d70362957bb4d060a4d93494fba350"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pbkdf2_sha256$1$seasalt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "md5$salt$b9d70362957bb4d060a4d93494fba350",
            })
    void importedHashCostsNoHashOfOurs(String encoded) {
        assertThat(hasher.verify(PASSWORD, encoded)).isFalse();
        assertThat(computed).isEmpty();
    }

    @Test
    void hashThatDoesNotFitIntoTheHeapDoesNotVerify() {
        PasswordHasher small = new PasswordHasher(CHEAP, this::count, new Heap(2 * 100 * 1024), Randomness.SECURE);
        String fits = new PasswordHasher(CHEAP).hash(PASSWORD);
        String doesNotFit = new PasswordHasher(CURRENT).hash(PASSWORD);

        assertThat(small.verify(PASSWORD, fits)).isTrue();
        assertThat(small.canVerify(doesNotFit)).isFalse();
        assertThat(small.verify(PASSWORD, doesNotFit)).isFalse();
        assertThat(computed).containsExactly(CHEAP, CHEAP);
    }

    @Test
    void costThatDoesNotFitIntoTheHeapIsRefusedAtStart() {
        assertThatThrownBy(() -> new PasswordHasher(CURRENT, this::count, new Heap(2 * 100 * 1024), Randomness.SECURE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ARGON2_MEMORY_KIB must be at most half of the heap, 100 KiB, but is 128");
    }

    @Test
    void costThatTakesTooLongIsRefusedAtStart() {
        LongSupplier fast = clock(PasswordHasher.MAX_TIME);
        hasher.tryOut(fast);
        assertThat(computed).hasSize(1);
        LongSupplier slow = clock(PasswordHasher.MAX_TIME.plusMillis(1));
        assertThatThrownBy(() -> hasher.tryOut(slow))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(
                        "ARGON2_ITERATIONS and ARGON2_MEMORY_KIB cannot be used: a hash takes 4001 ms here");
    }

    /** Three times the default's passes, at a thousandth of its memory, are less work, and are not tried out. */
    @ParameterizedTest
    @CsvSource({"20000, 2, fn, 1", "20000, 2, '', 0", "19, 6, fn, 0"})
    void aCostAboveTheDefaultIsTriedOutInAFunction(int memory, int iterations, String function, int times) {
        Map<String, String> variables = Map.of(
                "ARGON2_MEMORY_KIB", Integer.toString(memory),
                "ARGON2_ITERATIONS", Integer.toString(iterations),
                "AWS_LAMBDA_FUNCTION_NAME", function);
        PasswordHasher.TRIED_OUT.clear();
        PasswordHasher.from(new Environment(variables));
        PasswordHasher.from(new Environment(variables));
        assertThat(PasswordHasher.TRIED_OUT).hasSize(times);
    }

    @Test
    void costThatTakesTooMuchMemoryIsRefusedAtStart() {
        PasswordHasher greedy = new PasswordHasher(
                CHEAP,
                (password, salt, variant, cost, length) -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                Heap.ofThisJvm(),
                Randomness.SECURE);
        assertThatThrownBy(() -> greedy.tryOut(System::nanoTime))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("ARGON2_MEMORY_KIB cannot be used");
    }

    /** Returns a clock that goes by a time between two looks. */
    private static LongSupplier clock(Duration step) {
        AtomicLong now = new AtomicLong();
        return () -> now.getAndAdd(step.toNanos());
    }

    @Test
    void emptyPasswordIsAPasswordLikeAnyOther() {
        String encoded = hasher.hash(Password.of(""));
        assertThat(hasher.verify(Password.of(""), encoded)).isTrue();
        assertThat(hasher.verify(Password.of("\0"), encoded)).isFalse();
    }

    @Test
    void canVerifyTellsWhatIsKnown() {
        assertThat(hasher.canVerify(hasher.hash(PASSWORD))).isTrue();
        assertThat(hasher.canVerify("md5$salt$b9d70362957bb4d060a4d93494fba350"))
                .isTrue();
        assertThat(hasher.canVerify("md5$$b9d70362957bb4d060a4d93494fba350")).isFalse();
        assertThat(hasher.canVerify("!unusable")).isFalse();
        assertThat(hasher.canVerify("")).isFalse();
    }
}
