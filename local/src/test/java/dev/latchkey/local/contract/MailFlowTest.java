package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The recorded flows of mailed links, with the mails that the relay sends about what it reads from DynamoDB Local's stream. */
class MailFlowTest {
    private static final FlowSite PLAIN = new FlowSite(Map.of("MAIL", "outbox", "SECOND_FACTOR", "optional"));
    private static final FlowSite OPTIONAL = new FlowSite(Map.of("MAIL", "outbox", "EMAIL_VERIFICATION", "optional"));
    private static final FlowSite MANDATORY = new FlowSite(Map.of("MAIL", "outbox", "EMAIL_VERIFICATION", "mandatory"));

    @AfterAll
    static void nothingLeaked() {
        for (FlowSite site : List.of(PLAIN, OPTIONAL, MANDATORY)) {
            assertThat(site.leaks()).isEmpty();
            site.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> ofResets() {
        return tests(PLAIN, List.of("reset.", "nul.email", "nul.token", "nul.uid", "atonce.reset"), Map.of(), 104);
    }

    @TestFactory
    Stream<DynamicTest> whereVerificationIsOptional() {
        return tests(OPTIONAL, List.of("verify."), Map.of("email_verification", "optional"), 2);
    }

    @TestFactory
    Stream<DynamicTest> whereVerificationIsMandatory() {
        return tests(
                MANDATORY,
                List.of("verify.", "reset.", "nul.verify", "atonce.verify"),
                Map.of("email_verification", "mandatory"),
                50);
    }

    /** A flow that is lost or not run is a failure. */
    private static Stream<DynamicTest> tests(
            FlowSite site, List<String> families, Map<String, String> settings, int count) {
        List<Flow> flows = Flow.of(families, settings);
        assertThat(flows).hasSize(count);
        return flows.stream().map(flow -> DynamicTest.dynamicTest(flow.name(), () -> FlowRun.run(flow, site)));
    }
}
