package dev.latchkey.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A REST API of the template.
 *
 * @param logicalId its key among the template's resources
 * @param stageName the name of its stage
 * @param stageVariables the variables of its stage, which every event carries
 * @param binaryMediaTypes the media types whose bodies reach a function in Base64
 * @param cors how it answers preflight requests, when it does
 * @param authorizers its Lambda authorizers by name
 * @param gatewayResponses answers of its own by response type
 * @param routes what it hands to functions
 */
public record RestApi(
        String logicalId,
        String stageName,
        Map<String, String> stageVariables,
        List<String> binaryMediaTypes,
        Optional<Cors> cors,
        Map<String, AuthorizerDefinition> authorizers,
        Map<String, GatewayResponse> gatewayResponses,
        List<Route> routes) {}
