package dev.latchkey.template;

import java.util.Optional;

/**
 * How an API answers preflight requests; each value is what the header holds.
 *
 * @param allowOrigin Access-Control-Allow-Origin
 * @param allowMethods Access-Control-Allow-Methods; when empty, the methods of the path
 * @param allowHeaders Access-Control-Allow-Headers
 * @param maxAge Access-Control-Max-Age
 * @param allowCredentials whether Access-Control-Allow-Credentials is sent
 * @param isAuthorized whether the default authorizer stands in front of preflight requests too
 */
public record Cors(
        String allowOrigin,
        Optional<String> allowMethods,
        Optional<String> allowHeaders,
        Optional<String> maxAge,
        boolean allowCredentials,
        boolean isAuthorized) {}
