package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Argon2Test {
    /** RFC 9106 section 5: its vectors have a secret and associated data, which stored passwords do not. */
    @ParameterizedTest
    @CsvSource({
        "0, 512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
        "1, c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
        "2, 0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659",
    })
    void functionIsThatOfTheStandard(int type, String tag) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(type)
                .withVersion(Argon2.Variant.VERSION_13)
                .withIterations(3)
                .withMemoryAsKB(32)
                .withParallelism(4)
                .withSalt(filled(16, 2))
                .withSecret(filled(8, 3))
                .withAdditional(filled(12, 4))
                .build());
        byte[] output = new byte[32];
        generator.generateBytes(filled(32, 1), output);
        assertThat(HexFormat.of().formatHex(output)).isEqualTo(tag);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static List<String> referenceHashes() {
        return JsonLines.read("hashes.jsonl").stream()
                .filter(line -> line.get("verify").booleanValue())
                .map(line -> line.get("encoded").textValue())
                .filter(encoded -> encoded.startsWith("argon2$"))
                .map(encoded -> encoded.substring("argon2".length()))
                .toList();
    }

    /** What the C reference wrote is what we would have written: that we verify it, ImportedHashTest shows. */
    @ParameterizedTest
    @MethodSource("referenceHashes")
    void encodingIsThatOfTheReference(String encoded) {
        PhcString parsed = Objects.requireNonNull(PhcString.parse(encoded));
        assertThat(parsed.encode()).isEqualTo(encoded);
    }

    @Test
    void everyTypeAndVersionIsAmongTheReferenceHashes() {
        assertThat(referenceHashes().stream().map(hash -> hash.substring(0, hash.indexOf("$m="))))
                .containsOnly(
                        "$argon2id$v=19",
                        "$argon2i$v=19",
                        "$argon2d$v=19",
                        "$argon2id$v=16",
                        "$argon2i$v=16",
                        "$argon2d$v=16");
    }

    @Test
    void versionThatIsNotNamedIsTheFirst() {
        String named = referenceHashes().stream()
                .filter(hash -> hash.contains("$v=16"))
                .findFirst()
                .orElseThrow();
        PhcString parsed = Objects.requireNonNull(PhcString.parse(named.replace("$v=16", "")));
        assertThat(parsed.encode()).isEqualTo(named);
    }

    @Test
    void outputDependsOnEachPartOfTheVariant() {
        Argon2Parameters cost = new Argon2Parameters(64, 1, 1);
        byte[] password = "password".getBytes(StandardCharsets.UTF_8);
        List<String> outputs = Arrays.stream(Argon2.Type.values())
                .flatMap(type -> List.of(Argon2.Variant.VERSION_10, Argon2.Variant.VERSION_13).stream()
                        .map(version -> new Argon2.Variant(type, version)))
                .map(variant -> Argon2.BOUNCY_CASTLE.hash(password, new byte[16], variant, cost, 32))
                .map(HexFormat.of()::formatHex)
                .distinct()
                .toList();
        assertThat(outputs).hasSize(3 * 2);
    }
}
