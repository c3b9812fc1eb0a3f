package dev.latchkey.template;

import java.util.Locale;
import java.util.Map;

/**
 * A Lambda function of the template.
 *
 * @param logicalId its key among the template's resources
 * @param codeUri where its code is, relative to the template
 * @param handler the handler string, as in {@code dev.latchkey.function.password.LoginHandler::handleRequest}
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
    private static final String ID_ENDING = "Function";

    /** Returns the same function with another environment. */
    public FunctionDefinition withEnvironment(Map<String, String> variables) {
        return new FunctionDefinition(
                logicalId, codeUri, handler, Map.copyOf(variables), memoryMegabytes, timeoutSeconds);
    }

    /**
     * Returns what files and reports call the function: {@code logoutall} for {@code LogoutAllFunction}.
     *
     * @throws TemplateException when the logical id does not end in {@code Function}
     */
    public String name() {
        if (!logicalId.endsWith(ID_ENDING)) {
            throw new TemplateException(logicalId + ": the logical id of a function has to end in " + ID_ENDING);
        }
        return logicalId.substring(0, logicalId.length() - ID_ENDING.length()).toLowerCase(Locale.ROOT);
    }

    /** Returns the name of the class that the handler string names. */
    public String handlerClass() {
        int end = handler.indexOf("::");
        return end < 0 ? handler : handler.substring(0, end);
    }

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
