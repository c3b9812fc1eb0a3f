package dev.latchkey.local.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What of a request and an answer must be in no log. */
final class Secrets {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Secrets() {}

    /** Returns the parts of Authorization headers, and all texts of the body: no field of it is logged. */
    static List<String> of(ExactRequest request) {
        List<String> secrets = new ArrayList<>();
        request.headers().stream()
                .filter(header -> header.name().toLowerCase(Locale.ROOT).equals("authorization"))
                .forEach(header -> secrets.addAll(List.of(header.value().split("[\\s,]+", -1))));
        String body = new String(request.body(), StandardCharsets.UTF_8);
        try {
            addTexts(MAPPER.readTree(body), secrets);
        } catch (JsonProcessingException e) {
            for (String part : body.split("[&=\",{}\\[\\]]+", -1)) {
                secrets.add(part);
                secrets.add(decoded(part));
            }
        }
        return secrets;
    }

    /** Returns the token that an answer hands out. */
    static List<String> of(Answer answer) {
        if (!answer.text().contains("\"token\"")) {
            return List.of();
        }
        return List.of(Expectation.json(answer).path("token").asText());
    }

    private static void addTexts(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.textValue());
        }
        node.forEach(inner -> addTexts(inner, texts));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }
}
