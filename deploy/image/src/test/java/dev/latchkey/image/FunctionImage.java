package dev.latchkey.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A folder laid out as the image is, with the test's own JVM and Lambda's runtime from the class path. */
final class FunctionImage {
    static final String HANDLER = EchoHandler.class.getName() + "::handleRequest";

    private static final int PATIENCE_SECONDS = 60;

    private final Path home;
    private final Path runtime;

    private FunctionImage(Path home, Path runtime) {
        this.home = home;
        this.runtime = runtime;
    }

    static FunctionImage lay(Path folder) throws IOException {
        Path home = Files.createDirectories(folder.resolve("latchkey"));
        Path runtime = Files.createDirectories(folder.resolve("runtime"));
        Files.copy(Path.of("bootstrap"), home.resolve("bootstrap"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (Files.isRegularFile(jar)) {
                Files.copy(jar, runtime.resolve(jar.getFileName()));
            }
        }
        writeJar(home.resolve("function.jar"), EchoHandler.class);
        return new FunctionImage(home, runtime);
    }

    Path file(String name) {
        return home.resolve(name);
    }

    /** Runs the cache's maker in a process of its own, as the build of an image does. */
    int makeCache() throws IOException, InterruptedException {
        Path event = Files.writeString(home.resolve("event.json"), "{\"training\":true}");
        return process(
                        java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CacheMaker.class.getName(),
                        file("bootstrap").toString(),
                        HANDLER,
                        event.toString())
                .redirectErrorStream(true)
                .redirectOutput(file("output").toFile())
                .start()
                .waitFor();
    }

    /** Starts the image's entry point with more JVM flags, and returns what the function answers. */
    String answer(String event, String... jvmFlags) throws IOException, InterruptedException {
        try (RuntimeApi api = new RuntimeApi()) {
            ProcessBuilder builder = process(file("bootstrap").toString(), HANDLER);
            builder.environment().putAll(LambdaVariables.of(HANDLER, api.address()));
            builder.environment().put("JVM_FLAGS", String.join(" ", jvmFlags));
            builder.redirectErrorStream(true).redirectOutput(file("output").toFile());
            api.send(event.getBytes(UTF_8));
            Process process = builder.start();
            try {
                RuntimeApi.Answer answer = api.await(PATIENCE_SECONDS);
                return new String(answer.body(), UTF_8);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(Arrays.asList(command)));
        Map<String, String> environment = builder.environment();
        environment.put("LATCHKEY_HOME", home.toString());
        environment.put("LATCHKEY_RUNTIME", runtime.toString());
        environment.put("LATCHKEY_JAVA", java());
        return builder;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static void writeJar(Path file, Class<?>... types) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (Class<?> type : types) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(jar);
                }
            }
        }
    }
}
