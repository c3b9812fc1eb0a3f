package dev.latchkey.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One line of {@code flows.jsonl}: requests that follow one another; the folder's README tells what its members mean.
 *
 * @param name the flow's name, family first
 * @param settings what the server has to run with, as the recording names it
 * @param steps what happens, in order
 */
record Flow(String name, JsonNode settings, List<JsonNode> steps) {
    /** Returns the flows whose name begins with one of some families, and whose settings are these and no others. */
    static List<Flow> of(List<String> families, Map<String, String> settings) {
        Predicate<Flow> wanted = flow -> families.stream().anyMatch(flow.name::startsWith)
                && flow.settings.size() == settings.size()
                && settings.entrySet().stream()
                        .allMatch(setting ->
                                flow.settings.path(setting.getKey()).asText().equals(setting.getValue()));
        return ContractCase.lines("flows.jsonl").stream()
                .map(Flow::read)
                .filter(wanted)
                .toList();
    }

    /** Returns the flows whose expectations are others than in the file, each with its reason. */
    static List<JsonNode> corrections() {
        return ContractCase.lines("flow-corrections.jsonl");
    }

    private static Flow read(JsonNode line) {
        String name = line.get("flow").textValue();
        List<JsonNode> steps = new ArrayList<>();
        line.get("steps").forEach(steps::add);
        corrections().stream()
                .filter(correction -> correction.get("flow").textValue().equals(name))
                .forEach(correction -> ((ObjectNode)
                                steps.get(correction.get("step").intValue() - 1))
                        .set("expect", correction.get("expect")));
        return new Flow(name, line.get("settings"), steps);
    }
}
