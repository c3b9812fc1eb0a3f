package dev.latchkey.local.function;

import dev.latchkey.template.FunctionDefinition;
import org.jspecify.annotations.Nullable;

/** The template names a handler that cannot be loaded; the message is one line that says which and why. */
public final class FunctionLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FunctionLoadException(FunctionDefinition definition, String problem, @Nullable Throwable cause) {
        super("the handler " + definition.handler() + " of " + definition.logicalId() + " " + problem, cause);
    }
}
