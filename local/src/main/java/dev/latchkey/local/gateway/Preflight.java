package dev.latchkey.local.gateway;

import dev.latchkey.template.Cors;
import dev.latchkey.template.Route;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The OPTIONS method that SAM adds to each path when an API has the property Cors. */
final class Preflight {
    private static final String METHODS_OF_ANY = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";
    private static final byte[] BODY = "{}\n".getBytes(StandardCharsets.US_ASCII);

    private final Cors cors;

    Preflight(Cors cors) {
        this.cors = cors;
    }

    Answer answer(Map<String, Route> methods) {
        Headers headers = new Headers()
                .set("Content-Type", "application/json")
                .set("Access-Control-Allow-Origin", cors.allowOrigin())
                .set("Access-Control-Allow-Methods", cors.allowMethods().orElseGet(() -> methodsOf(methods)));
        cors.allowHeaders().ifPresent(value -> headers.set("Access-Control-Allow-Headers", value));
        cors.maxAge().ifPresent(value -> headers.set("Access-Control-Max-Age", value));
        if (cors.allowCredentials()) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
        return new Answer(200, headers, BODY);
    }

    private static String methodsOf(Map<String, Route> methods) {
        if (methods.containsKey("ANY")) {
            return METHODS_OF_ANY;
        }
        Set<String> sorted = new TreeSet<>(methods.keySet());
        sorted.add("OPTIONS");
        return String.join(",", sorted);
    }
}
