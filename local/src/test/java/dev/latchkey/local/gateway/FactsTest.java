package dev.latchkey.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway answers by itself is written down with where it comes from. */
class FactsTest {
    private final Facts facts = Facts.load();

    @ParameterizedTest
    @EnumSource(Cause.class)
    void eachCauseHasARowWithASource(Cause cause) {
        Facts.Fact fact = facts.of(cause);
        assertThat(fact.source()).matches("(recorded|documented|inferred): https://\\S+");
        assertThat(fact.type()).matches("[A-Z0-9_]+");
        assertThat(fact.status()).isBetween(400, 599);
        assertThat(fact.message()).isNotBlank();
    }

    @Test
    void noRowIsForACauseThatThereIsNot() throws Exception {
        try (InputStream stream = Objects.requireNonNull(Facts.class.getResourceAsStream("facts.tsv"))) {
            List<String> causes = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", 2)[0])
                    .toList();
            assertThat(causes)
                    .containsExactlyElementsOf(
                            Arrays.stream(Cause.values()).map(Enum::name).toList());
        }
    }
}
