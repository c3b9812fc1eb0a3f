package dev.latchkey.template;

import java.util.Optional;

/**
 * What an API hands to a function.
 *
 * @param path the resource's path, with path parameters in braces
 * @param method the HTTP method in upper case, or ANY
 * @param function the logical id of the function
 * @param authorizer the name of the authorizer in front of it, when there is one
 */
public record Route(String path, String method, String function, Optional<String> authorizer) {}
