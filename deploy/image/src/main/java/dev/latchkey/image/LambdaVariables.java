package dev.latchkey.image;

import java.util.Map;

/** The environment variables that Lambda itself sets for a function. */
public final class LambdaVariables {
    private LambdaVariables() {}

    /** Returns them for a handler and the address of its Runtime API; the credentials are made up. */
    public static Map<String, String> of(String handler, String runtimeApi) {
        return Map.ofEntries(
                Map.entry("_HANDLER", handler),
                Map.entry("AWS_LAMBDA_RUNTIME_API", runtimeApi),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "latchkey"),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"),
                Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/latchkey"),
                Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[1]latchkey"),
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                Map.entry("AWS_REGION", "eu-west-1"),
                Map.entry("AWS_DEFAULT_REGION", "eu-west-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "latchkey"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "latchkey"),
                Map.entry("AWS_SESSION_TOKEN", "latchkey"),
                Map.entry("LANG", "en_US.UTF-8"),
                Map.entry("TZ", ":UTC"),
                Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"));
    }
}
