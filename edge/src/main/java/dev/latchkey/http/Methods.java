package dev.latchkey.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The methods that one path takes, each with what answers it. */
public final class Methods {
    private final Map<String, Function<Request, Response>> actions = new LinkedHashMap<>();
    private final List<String> elsewhere = new ArrayList<>();

    private Methods() {}

    /** A path that takes GET, and HEAD with it. */
    public static Methods get(Function<Request, Response> action) {
        Methods methods = new Methods();
        methods.actions.put("GET", action);
        methods.actions.put("HEAD", request -> withoutBody(action.apply(request)));
        return methods;
    }

    /** A path that takes POST. */
    public static Methods post(Function<Request, Response> action) {
        Methods methods = new Methods();
        methods.actions.put("POST", action);
        return methods;
    }

    /** A path that takes PATCH. */
    public static Methods patch(Function<Request, Response> action) {
        Methods methods = new Methods();
        methods.actions.put("PATCH", action);
        return methods;
    }

    /** A path that takes POST too. */
    public Methods orPost(Function<Request, Response> action) {
        actions.put("POST", action);
        return this;
    }

    /** A path that takes DELETE too. */
    public Methods orDelete(Function<Request, Response> action) {
        actions.put("DELETE", action);
        return this;
    }

    /** A path that takes DELETE. */
    public static Methods delete(Function<Request, Response> action) {
        Methods methods = new Methods();
        methods.actions.put("DELETE", action);
        return methods;
    }

    /** Returns the same methods, on a path of which other functions take some: {@code Allow} names those too. */
    public Methods beside(String... others) {
        elsewhere.addAll(List.of(others));
        return this;
    }

    /**
     * Answers a request; OPTIONS with what is allowed.
     *
     * @throws MethodNotAllowedException if the path does not take the method
     */
    Response answer(Request request) {
        Function<Request, Response> action = actions.get(request.method());
        if (action != null) {
            return action.apply(request);
        }
        if (request.method().equals("OPTIONS")) {
            return new Response(204, Map.of("Allow", allow()), null);
        }
        throw new MethodNotAllowedException(request.method(), allow());
    }

    private String allow() {
        List<String> all = new ArrayList<>(actions.keySet());
        all.addAll(elsewhere);
        return String.join(", ", all) + ", OPTIONS";
    }

    private static Response withoutBody(Response response) {
        return new Response(response.status(), response.headers(), null, response.event());
    }
}
