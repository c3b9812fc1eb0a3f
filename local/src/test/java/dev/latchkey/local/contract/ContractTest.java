package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of the contract, over HTTP, against a local server that runs with the case's settings. */
class ContractTest {
    /** How many cases each file has for each of the settings; a case that is lost or not run is a failure. */
    private static final Map<String, Map<Profile, Integer>> COUNTS = Map.of(
            "cases.jsonl",
            Map.of(
                    Profile.DEFAULT, 158,
                    Profile.LIMIT, 4,
                    Profile.REFRESH, 5,
                    Profile.PREFIX, 3,
                    Profile.NOEXPIRY, 1,
                    Profile.BEARER, 3,
                    Profile.THROTTLE, 3),
            "more-cases.jsonl",
            Map.of(Profile.DEFAULT, 1_022, Profile.PREFIX, 6, Profile.NOEXPIRY, 3, Profile.BEARER, 10));

    @AfterAll
    static void verifyLogs() {
        for (Profile profile : COUNTS.get("cases.jsonl").keySet()) {
            TestSite.shared(profile).verifyLog();
        }
    }

    @TestFactory
    Stream<DynamicContainer> firstRecording() {
        return containers("cases.jsonl");
    }

    @TestFactory
    Stream<DynamicContainer> moreCases() {
        return containers("more-cases.jsonl");
    }

    @Test
    void everyCorrectionIsOfACaseAndChangesIt() {
        Map<String, JsonNode> cases = new HashMap<>();
        ContractCase.lines("cases.jsonl")
                .forEach(line -> cases.put(line.get("case").textValue(), line.get("expect")));
        assertThat(ContractCase.lines("corrections.jsonl")).isNotEmpty().allSatisfy(correction -> {
            assertThat(correction.path("reason").textValue()).isNotBlank();
            assertThat(cases).containsKey(correction.get("case").textValue());
            assertThat(correction.get("expect"))
                    .isNotEqualTo(cases.get(correction.get("case").textValue()));
        });
    }

    private static Stream<DynamicContainer> containers(String file) {
        Map<Profile, List<ContractCase>> cases = new EnumMap<>(Profile.class);
        for (ContractCase each : read(file)) {
            Profile profile = Profile.valueOf(each.settings().toUpperCase(Locale.ROOT));
            cases.computeIfAbsent(profile, key -> new ArrayList<>()).add(each);
        }
        assertThat(cases.keySet()).isEqualTo(COUNTS.get(file).keySet());
        return cases.entrySet().stream()
                .map(entry -> container(
                        entry.getKey(), entry.getValue(), COUNTS.get(file).get(entry.getKey())));
    }

    @Test
    void onlyTheseCasesAreLeftOut() {
        List<String> leftOut = ContractCase.lines("cases.jsonl").stream()
                .map(ContractCase::of)
                .filter(each -> !isRun(each))
                .map(ContractCase::name)
                .toList();
        assertThat(leftOut).containsExactly("race.register_same_username_x8", "race.token_limit_x16");
    }

    /** The races are {@link ConcurrencyTest}'s, since a case cannot write one out. */
    private static boolean isRun(ContractCase each) {
        return !each.family().equals("race");
    }

    private static List<ContractCase> read(String file) {
        Map<String, JsonNode> corrections = new HashMap<>();
        ContractCase.lines("corrections.jsonl")
                .forEach(line -> corrections.put(line.get("case").textValue(), line.get("expect")));
        return ContractCase.lines(file).stream()
                .map(ContractCase::of)
                .filter(ContractTest::isRun)
                .map(each -> corrections.containsKey(each.name()) ? each.expecting(corrections.get(each.name())) : each)
                .toList();
    }

    private static DynamicContainer container(Profile profile, List<ContractCase> cases, int wanted) {
        AtomicInteger ran = new AtomicInteger();
        Stream<DynamicTest> tests = cases.stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    ran.incrementAndGet();
                    run(each, profile);
                }));
        DynamicTest count = DynamicTest.dynamicTest(
                "all " + wanted + " cases ran", () -> assertThat(ran).hasValue(wanted));
        return DynamicContainer.dynamicContainer(
                profile.name().toLowerCase(Locale.ROOT), Stream.concat(tests, Stream.of(count)));
    }

    private static void run(ContractCase each, Profile profile) {
        TestSite site = TestSite.shared(profile);
        run(each, site, StandardCharsets.UTF_8);
        if (each.toRequest(text -> text).hasForeignHeaders(StandardCharsets.ISO_8859_1)) {
            run(each, site, StandardCharsets.ISO_8859_1);
        }
    }

    private static void run(ContractCase each, TestSite site, Charset headerCharset) {
        Script script = new Script(each, site.profile(), site.stage(), site.http());
        try {
            script.prepare();
            Answer answer = site.http().send(script.request().headerCharset(headerCharset));
            Expectation.verify(each.name(), each.expect(), answer);
            script.verifyStore();
            site.verifyToken(answer);
        } finally {
            site.stage().clear();
        }
    }
}
