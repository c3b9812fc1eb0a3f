package dev.latchkey.template;

import java.util.List;
import java.util.Optional;

/**
 * A Lambda authorizer of a REST API.
 *
 * @param name its name in the API
 * @param function the logical id of its function
 * @param isTokenType whether it is of type TOKEN; otherwise it is of type REQUEST
 * @param identityHeaders the headers that make up the identity: each has to be there
 * @param identityQueryStrings the query parameters that make up the identity: each has to be there
 * @param validationExpression what the header of a TOKEN authorizer has to match, when it has to match anything
 * @param cacheSeconds how long an answer is used again for the same identity; 0 for not at all
 */
public record AuthorizerDefinition(
        String name,
        String function,
        boolean isTokenType,
        List<String> identityHeaders,
        List<String> identityQueryStrings,
        Optional<String> validationExpression,
        int cacheSeconds) {}
