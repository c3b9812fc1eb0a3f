package dev.latchkey.platform;

import dev.latchkey.template.FunctionDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The images of deploy/image, by the docker command. */
final class FunctionImages {
    private static final String LOG = "/tmp/classes.log";
    private static final Duration START = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Programs programs;
    private final ContainerTables tables;

    FunctionImages(Path logs, ContainerTables tables) {
        this.programs = new Programs(logs);
        this.tables = tables;
    }

    /** Builds a function's image as the head of the Dockerfile says. */
    void build(String functionId) throws IOException, InterruptedException {
        FunctionDefinition function = function(functionId);
        programs.run(List.of(
                "docker",
                "build",
                "-f",
                "deploy/image/Dockerfile",
                "--build-arg",
                "JAR=" + function.codeUri(),
                "--build-arg",
                "HANDLER=" + function.handler(),
                "-t",
                image(functionId),
                "."));
    }

    /** Starts a container in which a shell runs a command before the image's entry point. */
    Container run(String functionId, String before) throws IOException, InterruptedException {
        FunctionDefinition function = function(functionId);
        List<String> command = new ArrayList<>(List.of("docker", "run", "-d", "--rm", "-p", "127.0.0.1::8080"));
        Map<String, String> variables = Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_ENDPOINT_URL_DYNAMODB", tables.url(),
                "JVM_FLAGS", "-Xlog:class+load=info:file=" + LOG);
        variables.forEach((name, value) -> command.addAll(List.of("-e", name + "=" + value)));
        tables.variables().forEach((name, value) -> command.addAll(List.of("-e", name + "=" + value)));
        command.addAll(List.of("--entrypoint", "sh", image(functionId), "-c"));
        command.add(before + " && exec /opt/latchkey/bootstrap " + function.handler());
        return new Container(programs.run(command), function.handlerClass());
    }

    private static String image(String functionId) {
        return "latchkey-test-" + functionId.toLowerCase(Locale.ROOT);
    }

    private FunctionDefinition function(String functionId) {
        return tables.functions().stream()
                .filter(candidate -> candidate.logicalId().equals(functionId))
                .findFirst()
                .orElseThrow();
    }

    /** A container that runs; closing it removes it. */
    final class Container implements AutoCloseable {
        private final String id;
        private final String handlerClass;

        private Container(String id, String handlerClass) {
            this.id = id;
            this.handlerClass = handlerClass;
        }

        /** Returns the function's answer to an event, once the emulator listens. */
        byte[] invoke(byte[] event) throws IOException, InterruptedException {
            String address = programs.run(List.of("docker", "port", id, "8080"));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + address + "/2015-03-31/functions/function/invocations"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(event))
                    .build();
            Instant patience = Instant.now().plus(START);
            while (true) {
                try {
                    return http.send(request, HttpResponse.BodyHandlers.ofByteArray())
                            .body();
                } catch (IOException e) {
                    if (Instant.now().isAfter(patience)) {
                        throw new IOException("it does not listen: " + programs.run(List.of("docker", "logs", id)), e);
                    }
                    Thread.sleep(250);
                }
            }
        }

        /** Returns the JVM's words on where it took the handler's class from. */
        String handlerLoaded() throws IOException, InterruptedException {
            return programs.run(List.of("docker", "exec", id, "grep", "-F", handlerClass + " source: ", LOG));
        }

        @Override
        public void close() throws IOException, InterruptedException {
            programs.run(List.of("docker", "rm", "-f", id));
        }
    }
}
