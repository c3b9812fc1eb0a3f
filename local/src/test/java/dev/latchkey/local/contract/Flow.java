package dev.latchkey.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
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

    private static Flow read(JsonNode line) {
        List<JsonNode> steps = new ArrayList<>();
        line.get("steps").forEach(steps::add);
        return new Flow(line.get("flow").textValue(), line.get("settings"), steps);
    }
}
