package dev.latchkey.bench.data;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.RestApi;
import dev.latchkey.template.Stack;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A function of the template, with events that it does what they ask for.
 *
 * @param definition what the template says of it
 * @param access who may call it
 * @param usesTables whether its role lets it do anything with the tables
 * @param event makes what it is asked
 */
public record SampleFunction(FunctionDefinition definition, Access access, boolean usesTables, Supplier<String> event) {
    /** The memory with which Lambda gives a function one whole processor, in MB. */
    public static final int WHOLE_PROCESSOR = 1_769;

    /** Who may call a function. */
    public enum Access {
        /** API Gateway, to check a token. */
        AUTHORIZER,
        /** Everybody. */
        OPEN,
        /** Whoever has a token. */
        GUARDED
    }

    /** Returns the functions of the template in a folder, with the defaults of its parameters. */
    public static List<SampleFunction> all(Path root) throws IOException {
        return all(root, Map.of());
    }

    /** Returns the functions of the template in a folder, with some values for its parameters. */
    public static List<SampleFunction> all(Path root, Map<String, String> parameters) throws IOException {
        Stack stack = Template.read(root.resolve("template.yaml")).stack(parameters, id -> id);
        SampleEvents events = new SampleEvents(root.resolve("events"));
        RestApi api = stack.restApi();
        List<SampleFunction> all = new ArrayList<>();
        for (FunctionDefinition definition : stack.functions()) {
            String id = definition.logicalId();
            boolean usesTables = !stack.tablePermissions(id).isEmpty();
            all.add(new SampleFunction(definition, access(api, id), usesTables, events.of(definition.name())));
        }
        return all;
    }

    /** Returns one function by its name, such as {@code login}. */
    public static SampleFunction named(Path root, String name) throws IOException {
        return all(root).stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no function " + name));
    }

    private static Access access(RestApi api, String id) {
        if (api.authorizers().values().stream()
                .anyMatch(authorizer -> authorizer.function().equals(id))) {
            return Access.AUTHORIZER;
        }
        boolean guarded = api.routes().stream()
                .filter(route -> route.function().equals(id))
                .allMatch(route -> route.authorizer().isPresent());
        return guarded ? Access.GUARDED : Access.OPEN;
    }

    /** Returns how tables and options call it. */
    public String name() {
        return definition.name();
    }

    /** Tells whether it hashes passwords, for which the template gives it a whole processor. */
    public boolean hashes() {
        return definition.memoryMegabytes() >= WHOLE_PROCESSOR;
    }

    /** Returns a text that a right answer contains. */
    public String expected() {
        return access == Access.AUTHORIZER ? "\"Allow\"" : "\"statusCode\":20";
    }

    /** Builds the function in this process. */
    public RequestStreamHandler handler(Environment environment) {
        try {
            return Class.forName(definition.handlerClass())
                    .asSubclass(RequestStreamHandler.class)
                    .getConstructor(Environment.class)
                    .newInstance(environment);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(definition.handler(), e);
        }
    }
}
