package dev.latchkey.bench;

import dev.latchkey.bench.cold.FunctionJar;
import dev.latchkey.bench.data.SampleEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Every function's jar with an event that it answers well, after the floors. */
final class Functions {
    /** The floor that everything is compared with. */
    static final String FLOOR = "getitem";

    /** The same floor after one hash. */
    static final String HASH_FLOOR = "hash";

    /** The functions that hash. */
    static final Set<String> HASHING = Set.of("login", "register", "password");

    private final Layout layout;
    private final Map<String, String> variables;

    Functions(Layout layout, Map<String, String> variables) {
        this.layout = layout;
        this.variables = variables;
    }

    /** Returns the floors and every function. */
    List<FunctionJar> all() throws IOException {
        List<FunctionJar> jars = new ArrayList<>();
        jars.add(floor("constant", "dev.latchkey.floor.constant.ConstantHandler", "200"));
        jars.add(floor(FLOOR, "dev.latchkey.floor.getitem.GetItemHandler", "true"));
        jars.add(floor(HASH_FLOOR, "dev.latchkey.floor.hash.HashHandler", "true"));
        jars.addAll(functions());
        return jars;
    }

    /** Returns every function. */
    List<FunctionJar> functions() throws IOException {
        SampleEvents events = new SampleEvents(layout.root().resolve("events"));
        List<FunctionJar> jars = new ArrayList<>();
        jars.add(function("authorizer", "Authorizer", events.same("authorizer-rest-request.json"), "\"Allow\""));
        jars.add(function("user", "User", events.same("user-ok.json"), "\"statusCode\":200"));
        jars.add(function("logout", "Logout", events.same("logout-ok.json"), "\"statusCode\":204"));
        jars.add(function("logoutall", "LogoutAll", events.same("logoutall-ok.json"), "\"statusCode\":204"));
        jars.add(function("tokens", "Tokens", events.same("tokens-list.json"), "\"statusCode\":200"));
        jars.add(function("login", "Login", events.same("login-ok.json"), "\"statusCode\":200"));
        jars.add(function("register", "Register", events.registrations(), "\"statusCode\":201"));
        jars.add(function("password", "Password", events.same("password-ok.json"), "\"statusCode\":204"));
        return jars;
    }

    private FunctionJar floor(String name, String handler, String expected) throws IOException {
        return new FunctionJar(
                name,
                layout.classPath(layout.floor(name)),
                handler + "::handleRequest",
                variables,
                () -> "{}",
                expected);
    }

    private FunctionJar function(String name, String type, Supplier<String> event, String expected) throws IOException {
        return new FunctionJar(
                name,
                layout.classPath(layout.function(name)),
                "dev.latchkey." + name + "." + type + "Handler::handleRequest",
                variables,
                event,
                expected);
    }
}
