package dev.latchkey.local.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One line of a case file; the folder's README tells what its members mean.
 *
 * @param name the case's name, family first
 * @param settings under which settings the server runs
 * @param request what is sent
 * @param setup what was true before: an object with {@code users}, prose, or nothing
 * @param expect what is answered
 * @param after what must hold in the store afterwards
 */
record ContractCase(String name, String settings, JsonNode request, JsonNode setup, JsonNode expect, JsonNode after) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Reads a file of cases, or of anything else that has one JSON object a line. */
    static List<JsonNode> lines(String file) {
        try (InputStream stream = ContractCase.class.getResourceAsStream("/contract/" + file)) {
            List<JsonNode> lines = new ArrayList<>();
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                if (!line.isBlank()) {
                    lines.add(MAPPER.readTree(line));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    static ContractCase of(JsonNode line) {
        return new ContractCase(
                line.get("case").textValue(),
                line.get("settings").textValue(),
                line.get("request"),
                line.path("setup"),
                line.get("expect"),
                line.path("after"));
    }

    /** Returns the same case with another expectation. */
    ContractCase expecting(JsonNode other) {
        return new ContractCase(name, settings, request, setup, other, MAPPER.missingNode());
    }

    String family() {
        return name.substring(0, name.indexOf('.'));
    }

    /** Builds the request with all placeholders filled in. */
    ExactRequest toRequest(UnaryOperator<String> fill) {
        ExactRequest exact = new ExactRequest(
                request.get("method").textValue(), request.get("path").textValue());
        request.get("headers").properties().forEach(header -> {
            if (header.getValue().isArray()) {
                header.getValue().forEach(value -> exact.header(header.getKey(), fill.apply(value.textValue())));
            } else {
                exact.header(header.getKey(), fill.apply(header.getValue().textValue()));
            }
        });
        return exact.body(body(fill));
    }

    private byte[] body(UnaryOperator<String> fill) {
        if (request.has("body_base64")) {
            return Base64.getDecoder().decode(request.get("body_base64").textValue());
        }
        String text = request.path("body").asText("");
        if (request.has("body_fields")) {
            text = longFields();
        } else if (request.has("body_repeat")) {
            text = longText(request.get("body_repeat"));
        }
        return fill.apply(text).getBytes(StandardCharsets.UTF_8);
    }

    private String longFields() {
        var fields = MAPPER.createObjectNode();
        request.get("body_fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), longText(field.getValue())));
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String longText(JsonNode value) {
        return value.isArray() ? value.get(0).textValue().repeat(value.get(1).intValue()) : value.textValue();
    }
}
