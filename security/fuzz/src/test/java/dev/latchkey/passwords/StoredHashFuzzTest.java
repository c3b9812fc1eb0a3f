package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.config.Randomness;
import dev.latchkey.fuzz.Text;
import dev.latchkey.user.Password;
import java.util.ArrayList;
import java.util.List;

/** Whatever is stored, verifying it ends, within bounds and without an exception. */
class StoredHashFuzzTest {
    private static final Argon2Parameters CURRENT = new Argon2Parameters(72, 1, 1);
    private static final Password PASSWORD = Password.of("Correct-Horse-9!");

    private final List<Argon2Parameters> computed = new ArrayList<>();
    private final Heap heap = new Heap(1L << 30);
    private final StoredHashes hashes = new StoredHashes(this::pretend, heap);
    private final PasswordHasher hasher = new PasswordHasher(CURRENT, this::pretend, heap, Randomness.SECURE);

    /** Takes note of what would be computed, and computes nothing. */
    private byte[] pretend(byte[] password, byte[] salt, Argon2.Variant variant, Argon2Parameters cost, int length) {
        computed.add(cost);
        return new byte[length];
    }

    @FuzzTest
    void stored(byte[] data) {
        String text = Text.of(data);
        computed.clear();
        StoredHash hash = hashes.parse(text);
        assertThat(hasher.canVerify(text)).isEqualTo(hash != null);
        if (hash == null) {
            assertThat(hasher.verify(PASSWORD, text)).isFalse();
            assertThat(computed).as("one hash of the current cost").containsExactly(CURRENT);
            assertThat(hasher.needsRehash(text)).isTrue();
        } else if (isCheap(hash)) {
            hasher.needsRehash(text);
            hasher.verify(PASSWORD, text);
        }
    }

    @FuzzTest
    void phc(byte[] data) {
        String text = Text.of(data);
        PhcString phc = PhcString.parse(text);
        if (phc != null) {
            boolean versioned = text.contains("$v=");
            assertThat(versioned ? text : text.replace("$m=", "$v=16$m=")).isEqualTo(phc.encode());
            PhcString again = PhcString.parse(phc.encode());
            assertThat(again).isNotNull();
            assertThat(again.encode()).isEqualTo(phc.encode());
            assertThat(phc.cost().memoryKib()).isBetween(8, Argon2Parameters.MAX_MEMORY_KIB);
            assertThat((long) phc.cost().memoryKib() * phc.cost().iterations())
                    .isLessThanOrEqualTo(Argon2Parameters.MAX_WORK_KIB);
        }
    }

    /** Asserts the bounds of what would be computed; tells whether a test may compute it. */
    private static boolean isCheap(StoredHash hash) {
        if (hash instanceof Pbkdf2Hash pbkdf2) {
            assertThat(pbkdf2.iterations()).isBetween(1, Pbkdf2Hash.MAX_ITERATIONS);
            return pbkdf2.iterations() < 200;
        } else if (hash instanceof ScryptHash scrypt) {
            long work = (long) scrypt.work() * scrypt.blockSize() * scrypt.parallelism();
            assertThat(work).isBetween(2L, (long) ScryptHash.MAX_WORK);
            return work < 200;
        } else if (hash instanceof BcryptHash bcrypt) {
            assertThat(bcrypt.cost()).isBetween(4, BcryptHash.MAX_COST);
            return bcrypt.cost() == 4;
        }
        return true;
    }
}
