package dev.latchkey.factor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Randomness;
import dev.latchkey.factor.SecretBox.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyBoxTest {
    private static final Owner ADA = new Owner(42, 7);
    private static final byte[] SECRET = "a secret".getBytes(UTF_8);

    private final SecretBox box = new KeyBox(Randomness.SECURE.bytes(32), Randomness.SECURE);

    @Test
    void opensWhatItSealed() {
        byte[] sealed = box.seal(ADA, SECRET);
        assertThat(box.open(ADA, sealed)).isEqualTo(SECRET);
        assertThat(new String(sealed, UTF_8)).doesNotContain("secret");
        assertThat(box.seal(ADA, SECRET)).as("another nonce").isNotEqualTo(sealed);
    }

    @Test
    void opensNothingForAnotherOwnerIncarnationOrKey() {
        byte[] sealed = box.seal(ADA, SECRET);
        SecretBox other = new KeyBox(Randomness.SECURE.bytes(32), Randomness.SECURE);
        assertThatThrownBy(() -> box.open(new Owner(43, 7), sealed)).isInstanceOf(NotSealedException.class);
        assertThatThrownBy(() -> box.open(new Owner(42, 8), sealed)).isInstanceOf(NotSealedException.class);
        assertThatThrownBy(() -> box.open(new Owner(4, 27), sealed)).isInstanceOf(NotSealedException.class);
        assertThatThrownBy(() -> other.open(ADA, sealed)).isInstanceOf(NotSealedException.class);
    }

    @Test
    void opensNothingThatWasChangedOrCut() {
        byte[] sealed = box.seal(ADA, SECRET);
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThatThrownBy(() -> box.open(ADA, changed)).isInstanceOf(NotSealedException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> box.open(ADA, cut)).isInstanceOf(NotSealedException.class);
        }
    }

    @Test
    void aKeyFileIsMadeOnceAndForItsOwnerAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a").resolve("factor.key");
        byte[] sealed = KeyFile.box(file, Randomness.SECURE).seal(ADA, SECRET);
        assertThat(KeyFile.box(file, Randomness.SECURE).open(ADA, sealed)).isEqualTo(SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.size(file)).isEqualTo(32);
        Files.write(file, new byte[31]);
        assertThatThrownBy(() -> KeyFile.box(file, Randomness.SECURE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not hold a key");
    }
}
