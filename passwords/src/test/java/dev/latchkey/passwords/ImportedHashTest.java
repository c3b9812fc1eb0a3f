package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.user.Password;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes as Django stores them verify as they are. */
class ImportedHashTest {
    private final PasswordHasher hasher = new PasswordHasher(new Argon2Parameters(64, 1, 1));

    @TestFactory
    List<DynamicTest> verifiesWhatTheContractRecorded() {
        List<JsonNode> vectors = JsonLines.read("imports.jsonl").stream()
                .filter(line -> line.get("kind").textValue().equals("password"))
                .toList();
        assertThat(vectors).hasSize(10);
        return vectors.stream().map(this::testOf).toList();
    }

    /** Recorded from Django and from the packages it hashes with: README.md beside the recording says how. */
    @ParameterizedTest
    @ValueSource(strings = {"hashes.jsonl", "damaged.jsonl"})
    void agreesWithDjango(String resource) {
        assertThat(JsonLines.read(resource)).hasSizeGreaterThan(100).allSatisfy(this::assertAgrees);
    }

    private void assertAgrees(JsonNode recorded) {
        Password password = Password.of(recorded.get("password").textValue());
        assertThat(hasher.verify(password, recorded.get("encoded").textValue()))
                .isEqualTo(recorded.get("verify").booleanValue());
    }

    private DynamicTest testOf(JsonNode vector) {
        String encoded = vector.get("encoded").textValue();
        Password password = Password.of(vector.get("password").textValue());
        return DynamicTest.dynamicTest(vector.toString(), () -> {
            assertThat(hasher.verify(password, encoded))
                    .isEqualTo(vector.get("verify").booleanValue());
        });
    }
}
