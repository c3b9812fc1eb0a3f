package dev.latchkey.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an authorizer function answered.
 *
 * @param context what it tells about the caller, the principal among it, all of it text
 * @param policy what the caller may do
 */
record AuthorizerAnswer(Map<String, String> context, PolicyDocument policy) {
    /**
     * Reads an answer; see the AWS page "Output from an API Gateway Lambda authorizer".
     *
     * @throws MalformedAnswerException when it has no principal or no policy, or a context that is not flat
     */
    static AuthorizerAnswer read(JsonNode answer) throws MalformedAnswerException {
        if (!answer.path("principalId").isTextual()) {
            throw new MalformedAnswerException("principalId has to be text");
        }
        Map<String, String> context = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : answer.path("context").properties()) {
            if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw new MalformedAnswerException("the context's values have to be text, numbers or booleans");
            }
            context.put(entry.getKey(), entry.getValue().asText());
        }
        context.put("principalId", answer.path("principalId").textValue());
        return new AuthorizerAnswer(context, PolicyDocument.read(answer.path("policyDocument")));
    }
}
