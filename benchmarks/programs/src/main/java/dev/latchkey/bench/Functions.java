package dev.latchkey.bench;

import dev.latchkey.bench.cold.FunctionJar;
import dev.latchkey.bench.data.SampleFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The jar of every function in the template, with an event that it does what it asks for, after the floors. */
final class Functions {
    /** The floor that everything is compared with. */
    static final String FLOOR = "getitem";

    /** The same floor after one hash. */
    static final String HASH_FLOOR = "hash";

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
        for (SampleFunction function : SampleFunction.all(layout.root())) {
            jars.add(jar(function));
        }
        return jars;
    }

    /** Returns a function's jar. */
    FunctionJar jar(SampleFunction function) throws IOException {
        return new FunctionJar(
                function.name(),
                layout.classPath(layout.function(function.definition())),
                function.definition().handler(),
                variables,
                function.event(),
                function.expected());
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
}
