package dev.latchkey.template;

import java.util.Map;

/**
 * A Lambda function of the template.
 *
 * @param logicalId its key among the template's resources
 * @param codeUri where its code is, relative to the template
 * @param handler the handler string, as in {@code dev.latchkey.login.LoginHandler::handleRequest}
 * @param environment its environment variables
 * @param memoryMegabytes how much memory it is given
 * @param timeoutSeconds how long a call may take
 */
public record FunctionDefinition(
        String logicalId,
        String codeUri,
        String handler,
        Map<String, String> environment,
        int memoryMegabytes,
        int timeoutSeconds) {
    static FunctionDefinition read(String logicalId, Section properties) {
        Map<String, String> environment = properties
                .optionalSection("Environment")
                .flatMap(section -> section.optionalSection("Variables"))
                .map(Section::textMap)
                .orElse(Map.of());
        return new FunctionDefinition(
                logicalId,
                properties.text("CodeUri"),
                properties.text("Handler"),
                Map.copyOf(environment),
                properties.number("MemorySize", 128),
                properties.number("Timeout", 3));
    }
}
