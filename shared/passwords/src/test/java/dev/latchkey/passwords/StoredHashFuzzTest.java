package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is stored, verifying it ends, within bounds and without an exception. */
class StoredHashFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final Argon2Parameters CURRENT = new Argon2Parameters(72, 1, 1);
    private static final Password PASSWORD = Password.of("Correct-Horse-9!");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "-1",
            "03",
            "15",
            "16",
            "31",
            "64",
            "65",
            "1024",
            "65536",
            "262144",
            "5000000",
            "5000001",
            "99999999",
            "999999999",
            "2147483647",
            "2147483648",
            "4294967295",
            "9223372036854775808",
            "1e9",
            "٣");
    private static final String CHARACTERS = "$=,./+-_0129aAvmtpzZ \n\0é\ud800🙂";

    private final List<Argon2Parameters> computed = new ArrayList<>();
    private final Heap heap = new Heap(1L << 30);
    private final StoredHashes hashes = new StoredHashes(this::pretend, heap);
    private final PasswordHasher hasher = new PasswordHasher(CURRENT, this::pretend, heap);

    /** Takes note of what would be computed, and computes nothing. */
    private byte[] pretend(byte[] password, byte[] salt, Argon2.Variant variant, Argon2Parameters cost, int length) {
        computed.add(cost);
        return new byte[length];
    }

    @Test
    void noMutationOfAStoredHashMakesVerifyingFailOrRunAway() {
        List<String> seeds = seeds().toList();
        Random random = new Random(20_261_122);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = seeds.get(random.nextInt(seeds.size()));
            for (int i = random.nextInt(3); i >= 0; i--) {
                text = mutate(text, random);
            }
            read += verifies(text) ? 1 : 0;
        }
        assertThat(read).as("mutations that are still well-formed").isBetween(ROUNDS / 20, ROUNDS * 9 / 10);
        assertThat(computed).filteredOn(cost -> !cost.equals(CURRENT)).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noPrefixOrSuffixMakesVerifyingFail(String seed) {
        IntStream.range(0, seed.length()).forEach(i -> {
            verifies(seed.substring(0, i));
            verifies(seed.substring(i));
        });
        verifies(seed + seed);
        verifies(seed.repeat(1_000));
    }

    /** One hash of each algorithm and cost. */
    static Stream<String> seeds() {
        Stream<JsonNode> lines =
                Stream.of("hashes.jsonl", "imports.jsonl").flatMap(name -> JsonLines.read(name).stream());
        return lines.filter(line -> line.path("verify").booleanValue())
                .map(line -> line.get("encoded").textValue())
                .limit(60);
    }

    /** Verifies the text unless that is too dear for a test; tells whether it was well-formed. */
    private boolean verifies(String text) {
        StoredHash hash = hashes.parse(text);
        assertThat(hasher.canVerify(text)).isEqualTo(hash != null);
        if (hash == null) {
            assertCostsExactlyOneCurrentHash(text);
        } else if (isCheap(hash)) {
            hasher.needsRehash(text);
            hasher.verify(PASSWORD, text);
        }
        return hash != null;
    }

    private void assertCostsExactlyOneCurrentHash(String text) {
        int before = computed.size();
        assertThat(hasher.verify(PASSWORD, text)).as(text).isFalse();
        assertThat(computed.subList(before, computed.size())).as(text).containsExactly(CURRENT);
        assertThat(hasher.needsRehash(text)).isTrue();
    }

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

    private static String mutate(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(4));
        String character = CHARACTERS.substring(at % CHARACTERS.length(), at % CHARACTERS.length() + 1);
        return switch (random.nextInt(7)) {
            case 0 -> text.substring(0, at) + character + text.substring(end);
            case 1 -> text.substring(0, at) + text.substring(end);
            case 2 -> text.substring(0, at) + text.substring(at / 2);
            case 3 -> swapFields(text, random);
            case 4 -> replaceField(text, random);
            default -> text.replaceFirst("(?<=[$=])[0-9]+(?=[,$])", NUMBERS.get(random.nextInt(NUMBERS.size())));
        };
    }

    private static String swapFields(String text, Random random) {
        String[] fields = text.split("\\$", -1);
        int one = random.nextInt(fields.length);
        int other = random.nextInt(fields.length);
        String field = fields[one];
        fields[one] = fields[other];
        fields[other] = field;
        return String.join("$", fields);
    }

    private static String replaceField(String text, Random random) {
        List<String> fields = new ArrayList<>(Arrays.asList(text.split("[$=,]", -1)));
        int at = random.nextInt(fields.size());
        return text.replace("$" + fields.get(at) + "$", "$" + NUMBERS.get(random.nextInt(NUMBERS.size())) + "$");
    }
}
