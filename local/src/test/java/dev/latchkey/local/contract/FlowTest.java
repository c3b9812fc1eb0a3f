package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The recorded flows, step by step over HTTP, on a server whose clock is moved instead of waited for. */
class FlowTest {
    private static final FlowSite SITE = new FlowSite(Map.of("SECOND_FACTOR", "optional"));

    @AfterAll
    static void nothingLeaked() {
        assertThat(SITE.leaks()).isEmpty();
        SITE.close();
    }

    @TestFactory
    Stream<DynamicTest> ofTheSecondFactor() {
        return tests(
                List.of("mfa.", "login.code.", "atonce.code.", "atonce.backup.", "atonce.ephemeral.", "nul.ephemeral"),
                99);
    }

    @Test
    void everyCorrectionIsOfAFlowAndSaysWhy() {
        List<String> names = ContractCase.lines("flows.jsonl").stream()
                .map(line -> line.get("flow").textValue())
                .toList();
        assertThat(Flow.corrections()).isNotEmpty().allSatisfy(correction -> {
            assertThat(correction.path("reason").textValue()).isNotBlank();
            assertThat(names).contains(correction.get("flow").textValue());
        });
    }

    /** A flow that is lost or not run is a failure. */
    private static Stream<DynamicTest> tests(List<String> families, int count) {
        List<Flow> flows = Flow.of(families, Map.of());
        assertThat(flows).hasSize(count);
        return flows.stream().map(flow -> DynamicTest.dynamicTest(flow.name(), () -> FlowRun.run(flow, SITE)));
    }
}
