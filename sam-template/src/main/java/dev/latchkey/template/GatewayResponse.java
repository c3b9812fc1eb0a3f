package dev.latchkey.template;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An answer of the gateway's own, in place of a function's.
 *
 * @param statusCode the status, when it is not the type's usual one
 * @param headers mapping expressions by header name: text in single quotes, or {@code context.…} and the like
 * @param templates body templates by media type
 */
public record GatewayResponse(
        Optional<Integer> statusCode, Map<String, String> headers, Map<String, String> templates) {
    static GatewayResponse read(Section section) {
        Optional<Section> parameters = section.optionalSection("ResponseParameters");
        parameters.ifPresent(GatewayResponse::checkOnlyHeaders);
        return new GatewayResponse(
                section.optionalText("StatusCode").map(ignored -> section.number("StatusCode", 0)),
                parameters
                        .flatMap(some -> some.optionalSection("Headers"))
                        .map(Section::textMap)
                        .orElse(Map.of()),
                section.optionalSection("ResponseTemplates")
                        .map(Section::textMap)
                        .orElse(Map.of()));
    }

    private static void checkOnlyHeaders(Section parameters) {
        parameters.allowOnly(Set.of("Headers"));
    }
}
