package dev.latchkey.local.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/** Runs the examples of one file, one after the other, and compares what they print with what is shown. */
final class Transcript {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final char ELLIPSIS = '…';
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    private final ExactHttp http;
    private final Map<String, String> variables = new HashMap<>();
    private Optional<JsonNode> lastJson = Optional.empty();

    Transcript(ExactHttp http) {
        this.http = http;
    }

    /** Runs one example; fails when it prints anything but what is shown. */
    void run(ConsoleExample example) {
        List<String> words = example.words();
        if (!words.isEmpty() && words.get(0).equals("export")) {
            words = words.subList(1, words.size());
        }
        Matcher assignment = ASSIGNMENT.matcher(words.isEmpty() ? "" : words.get(0));
        if (assignment.matches() && words.size() == 1) {
            variables.put(assignment.group(1), value(assignment.group(1), expand(assignment.group(2))));
            compareText(String.join("\n", example.output()).strip(), "");
        } else if (!words.isEmpty() && words.get(0).equals("curl")) {
            runCurl(words.stream().skip(1).map(this::expand).toList(), example.output());
        } else {
            throw new IllegalArgumentException("a block with curl may have only curl and NAME=value, not " + words);
        }
    }

    /** An ellipsis stands for the member of the last answer that has the variable's name. */
    private String value(String name, String text) {
        if (!text.equals(String.valueOf(ELLIPSIS))) {
            return text;
        }
        JsonNode member = lastJson.orElseThrow(
                        () -> new IllegalArgumentException("no answer to take " + name + " from"))
                .path(name.toLowerCase(Locale.ROOT));
        if (!member.isValueNode()) {
            throw new IllegalArgumentException("the last answer has no " + name.toLowerCase(Locale.ROOT));
        }
        return member.asText();
    }

    private String expand(String word) {
        return VARIABLE.matcher(word)
                .replaceAll(found -> {
                    String name = found.group(1) == null ? found.group(2) : found.group(1);
                    if (!variables.containsKey(name)) {
                        throw new IllegalArgumentException("$" + name + " is not set by an earlier example");
                    }
                    return Matcher.quoteReplacement(variables.get(name));
                })
                .replace(ShellWords.LITERAL_DOLLAR, '$');
    }

    private void runCurl(List<String> arguments, List<String> shown) {
        Curl curl = Curl.of(arguments);
        Answer answer = http.send(curl.request());
        lastJson = parse(answer.text()).filter(JsonNode::isObject);
        List<String> body = new ArrayList<>(shown);
        if (curl.showsHeaders()) {
            int end = body.contains("") ? body.indexOf("") : body.size();
            compareHead(body.subList(0, end), answer);
            body = body.subList(Math.min(end + 1, body.size()), body.size());
        }
        compareBody(String.join("\n", body), curl.output(answer));
    }

    /** The status line must be the same, and each header that is shown must be there; the others need not be shown. */
    private static void compareHead(List<String> shown, Answer answer) {
        compareText(shown.isEmpty() ? "" : shown.get(0), "HTTP/1.1 " + answer.status() + " " + answer.reason());
        for (String line : shown.subList(Math.min(1, shown.size()), shown.size())) {
            int colon = line.indexOf(':');
            compareText(
                    line.substring(colon + 1).strip(),
                    String.join(", ", answer.headers(line.substring(0, Math.max(colon, 0)))));
        }
    }

    private static void compareBody(String shown, String printed) {
        Optional<JsonNode> wanted = parse(quoteEllipses(shown));
        Optional<JsonNode> found = parse(printed);
        if (wanted.isPresent() && found.isPresent()) {
            compareJson(wanted.get(), found.get(), shown, printed);
        } else {
            compareText(shown.strip(), printed.strip());
        }
    }

    private static void compareJson(JsonNode wanted, JsonNode found, String shown, String printed) {
        if (wanted.isValueNode() && found.isValueNode() && wanted.asText().indexOf(ELLIPSIS) >= 0) {
            compareText(wanted.asText(), found.asText());
        } else if (wanted.isObject() && found.isObject() && names(wanted).equals(names(found))) {
            wanted.properties()
                    .forEach(member -> compareJson(member.getValue(), found.get(member.getKey()), shown, printed));
        } else if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                compareJson(wanted.get(i), found.get(i), shown, printed);
            }
        } else if (!wanted.equals(found)) {
            Assertions.fail("%s%nis shown, but%n%s%nis printed: %s is not %s", shown, printed, found, wanted);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** An ellipsis stands for any text of one character or more, on one line. */
    private static void compareText(String shown, String printed) {
        StringBuilder pattern = new StringBuilder();
        for (String part : shown.split(String.valueOf(ELLIPSIS), -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".+").append(Pattern.quote(part));
        }
        if (!printed.matches(pattern.toString())) {
            Assertions.fail("%s%nis shown, but%n%s%nis printed", shown, printed);
        }
    }

    /** Makes a bare value with an ellipsis, such as {@code 1099…}, a JSON string, so that the whole can be read as JSON. */
    private static String quoteEllipses(String json) {
        return Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\",:\\[\\]{}]*" + ELLIPSIS + "[^\\s\",:\\[\\]{}]*")
                .matcher(json)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group().startsWith("\"") ? found.group() : "\"" + found.group() + "\""));
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
