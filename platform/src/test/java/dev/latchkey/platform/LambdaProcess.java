package dev.latchkey.platform;

import dev.latchkey.image.RuntimeApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A function as Lambda runs it: its jar unpacked into the task folder, in a process of its own that is started by Lambda's
 * Java runtime interface client, with the function's environment and nothing else.
 */
final class LambdaProcess implements AutoCloseable {
    private static final String BOOTSTRAP = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final long PATIENCE_SECONDS = 60;

    private final RuntimeApi runtimeApi = new RuntimeApi();
    private final Path log;
    private final Process process;

    /**
     * Starts the process.
     *
     * @param folder an empty folder to work in
     * @param jar the function's jar
     * @param handler the handler, as in the template
     * @param environment the function's environment variables
     */
    LambdaProcess(Path folder, Path jar, String handler, Map<String, String> environment) throws IOException {
        Path task = Files.createDirectories(folder.resolve("task"));
        unpack(jar, task);
        log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("runtime.client") + "/*",
                        BOOTSTRAP,
                        handler))
                .directory(task.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi.address());
        builder.environment().put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        builder.environment().put("LAMBDA_TASK_ROOT", task.toString());
        process = builder.start();
    }

    /**
     * Runs the function on an event and returns its answer.
     *
     * @throws FunctionError if the function reports an error instead
     */
    byte[] invoke(byte[] event) throws IOException, InterruptedException {
        runtimeApi.send(event);
        RuntimeApi.Answer answer = runtimeApi.await(PATIENCE_SECONDS);
        if (answer.error()) {
            throw new FunctionError(answer.body());
        }
        return answer.body();
    }

    /** Returns everything that the process has written so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        runtimeApi.close();
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(jar);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("outside of the jar: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }
}
