package dev.latchkey.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a function answered to a proxy integration.
 *
 * <p>See "Output format of a Lambda function for proxy integration" in the AWS page "Lambda proxy integrations in API Gateway".
 */
final class ProxyAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Headers that a REST API does not hand through under their own names; see "Amazon API Gateway important notes". Those about the
     * connection are the server's own affair.
     */
    private static final Set<String> REMAPPED =
            Set.of("date", "server", "www-authenticate", "connection", "via", "upgrade");

    private static final Set<String> DROPPED = Set.of("content-length", "transfer-encoding", "trailer", "te");

    private static final Set<String> MEMBERS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");

    private ProxyAnswer() {}

    /**
     * Reads an answer.
     *
     * @param json what the function wrote
     * @param sendsBinary whether the client takes one of the API's binary media types
     * @throws MalformedAnswerException when API Gateway would not take it
     */
    static Answer read(byte[] json, boolean sendsBinary) throws MalformedAnswerException {
        JsonNode answer = parse(json);
        check(answer);
        Headers headers = headers(answer);
        if (!headers.has("Content-Type")) {
            headers.set("Content-Type", "application/json");
        }
        return new Answer(status(answer), headers, body(answer, sendsBinary));
    }

    private static JsonNode parse(byte[] json) throws MalformedAnswerException {
        try {
            JsonNode node = JSON.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw new MalformedAnswerException("it is not JSON");
        }
        throw new MalformedAnswerException("it is not an object");
    }

    /**
     * An answer without any member, or with one that is none of these, is no answer to a proxy integration; see "Output format of a
     * Lambda function for proxy integration". Without a status it is a success.
     */
    private static void check(JsonNode answer) throws MalformedAnswerException {
        if (answer.isEmpty()) {
            throw new MalformedAnswerException("it is empty");
        }
        for (Map.Entry<String, JsonNode> member : answer.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw new MalformedAnswerException("it has a member that API Gateway does not know");
            }
        }
    }

    private static int status(JsonNode answer) throws MalformedAnswerException {
        JsonNode code = answer.path("statusCode");
        int status = code.isMissingNode() ? 200 : code.asInt(0);
        if (status < 200 || status > 599) {
            throw new MalformedAnswerException("statusCode has to be a status code");
        }
        return status;
    }

    private static Headers headers(JsonNode answer) throws MalformedAnswerException {
        Headers headers = new Headers();
        for (Map.Entry<String, JsonNode> header : object(answer, "headers")) {
            add(headers, header.getKey(), List.of(value(header.getValue())));
        }
        for (Map.Entry<String, JsonNode> header : object(answer, "multiValueHeaders")) {
            List<String> values = new ArrayList<>();
            if (!header.getValue().isArray()) {
                throw new MalformedAnswerException("multiValueHeaders has to hold lists");
            }
            for (JsonNode value : header.getValue()) {
                values.add(value(value));
            }
            add(headers, header.getKey(), values);
        }
        return headers;
    }

    private static Set<Map.Entry<String, JsonNode>> object(JsonNode answer, String name)
            throws MalformedAnswerException {
        JsonNode node = answer.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Set.of();
        }
        if (!node.isObject()) {
            throw new MalformedAnswerException(name + " has to be an object");
        }
        return node.properties();
    }

    private static String value(JsonNode value) throws MalformedAnswerException {
        if (!value.isTextual() && !value.isBoolean()) {
            throw new MalformedAnswerException("a header's value has to be text");
        }
        return value.asText();
    }

    private static void add(Headers headers, String name, List<String> values) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (REMAPPED.contains(lower)) {
            merge(headers, "x-amzn-Remapped-" + name, values);
        } else if (!DROPPED.contains(lower)) {
            merge(headers, name, values);
        }
    }

    /** A name in both maps has the values of both, each once. */
    private static void merge(Headers headers, String name, List<String> values) {
        List<String> present = headers.multiValue().getOrDefault(name, List.of());
        values.stream().filter(value -> !present.contains(value)).forEach(value -> headers.add(name, value));
    }

    private static byte[] body(JsonNode answer, boolean sendsBinary) throws MalformedAnswerException {
        JsonNode body = answer.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return new byte[0];
        }
        if (!body.isTextual()) {
            throw new MalformedAnswerException("body has to be text");
        }
        if (!answer.path("isBase64Encoded").asBoolean(false) || !sendsBinary) {
            return body.textValue().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body.textValue());
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswerException("body is not Base64");
        }
    }
}
