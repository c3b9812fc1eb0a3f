package dev.latchkey.security.snapshot;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.json.Json;
import dev.latchkey.snapstart.Priming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.management.ObjectName;

/**
 * A process that is built as Lambda builds a function under SnapStart, up to where the snapshot would be taken.
 *
 * <p>It prints what of its live objects could make random values or is an open connection, and then answers requests as a restored process would.
 */
final class Instance {
    private static final int REQUESTS = 25;
    private static final String CONNECTION = "dev.latchkey.httpclient.Connection";

    private Instance() {}

    /** Takes the handler's class and, if it registers users, what their names begin with. */
    public static void main(String[] arguments) throws Exception {
        RequestStreamHandler handler = Class.forName(arguments[0])
                .asSubclass(RequestStreamHandler.class)
                .getConstructor()
                .newInstance();
        Priming priming = (Priming) handler.getClass().getMethod("priming").invoke(handler);
        print("primed", Integer.toString(priming.run().rounds()));
        List<String> classes = histogram().lines().map(Instance::className).toList();
        print("classes", Integer.toString(classes.size()));
        classes.forEach(Instance::look);
        print("algorithm", new SecureRandom().getAlgorithm());
        for (int i = 0; arguments.length == 2 && i < REQUESTS; i++) {
            print("answer", register(handler, arguments[1] + i));
        }
    }

    /** Lists the classes of all that a snapshot would hold, after a collection, as {@code jcmd GC.class_histogram} does. */
    private static String histogram() throws Exception {
        Object[] none = {new String[0]};
        String[] signature = {String[].class.getName()};
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        return String.valueOf(
                ManagementFactory.getPlatformMBeanServer().invoke(commands, "gcClassHistogram", none, signature));
    }

    /** Reads a line such as {@code "  12:   345   6789  java.util.UUID (java.base@17)"}. */
    private static String className(String line) {
        String[] parts = line.strip().split("\\s+", 5);
        return parts.length < 4 ? "" : parts[3];
    }

    private static void look(String name) {
        try {
            Class<?> type = Class.forName(name, false, Instance.class.getClassLoader());
            if (isRandom(type)) {
                print("alive", name);
            }
            if (name.equals(CONNECTION)) {
                print("open", name);
            }
            if (name.startsWith("dev.latchkey.")) {
                Stream.of(type.getDeclaredFields())
                        .filter(field -> isRandom(field.getType()))
                        .forEach(field -> print("kept", name + "." + field.getName()));
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // An array, a hidden class, or no name at all.
        }
    }

    private static boolean isRandom(Class<?> type) {
        return RandomGenerator.class.isAssignableFrom(type)
                || SecureRandomSpi.class.isAssignableFrom(type)
                || type.getName().contains(".prng.")
                || type.getName().contains(".drbg.");
    }

    private static String register(RequestStreamHandler handler, String name) throws Exception {
        Map<String, String> body =
                Map.of("username", name, "email", name + "@example.com", "password", "Correct-Horse-9!");
        Map<String, Object> event = Map.of(
                "httpMethod",
                "POST",
                "path",
                "/api/auth/register",
                "headers",
                Map.of("Content-Type", "application/json"),
                "body",
                Json.write(body),
                "requestContext",
                Map.of("identity", Map.of("sourceIp", "192.0.2.1")));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(Json.write(event).getBytes(StandardCharsets.UTF_8)), output, null);
        return output.toString(StandardCharsets.UTF_8);
    }

    private static void print(String what, String value) {
        System.out.println(what + " " + value);
    }
}
