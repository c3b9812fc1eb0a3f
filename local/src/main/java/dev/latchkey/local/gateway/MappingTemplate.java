package dev.latchkey.local.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body template of a gateway response, in which variables are replaced and nothing else is evaluated.
 *
 * <p>See <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html">Gateway responses in
 * API Gateway</a>. As there, a value is put in as it is, and a variable without a value is empty.
 */
final class MappingTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\$context\\.([A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*)");

    private final List<Part> parts;

    private record Part(String text, boolean isVariable) {}

    private MappingTemplate(List<Part> parts) {
        this.parts = parts;
    }

    static MappingTemplate parse(String template) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(template);
        int end = 0;
        while (matcher.find()) {
            parts.add(new Part(template.substring(end, matcher.start()), false));
            parts.add(new Part(matcher.group(1), true));
            end = matcher.end();
        }
        parts.add(new Part(template.substring(end), false));
        return new MappingTemplate(List.copyOf(parts));
    }

    /** Fills in the variables, which are looked up by their names without "$context.". */
    String render(Function<String, Optional<String>> variables) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.isVariable() ? variables.apply(part.text()).orElse("") : part.text());
        }
        return text.toString();
    }
}
