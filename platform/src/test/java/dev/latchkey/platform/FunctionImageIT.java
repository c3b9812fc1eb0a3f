package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The images of deploy/image, built by Docker and run under Lambda's runtime interface emulator, with their class cache as it
 * was made and with every reason not to use it.
 *
 * <p>Needs the SAM CLI, Docker and an image of the runtime; see docs/platforms.md.
 */
@Tag("sam")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionImageIT {
    private static final String AUTHORIZER = "AuthorizerFunction";
    private static final String EVENT = "authorizer-rest-request";
    private static final String CACHE = "/opt/latchkey/function.cache";
    private static final String CHANGED_JAR = "cd /tmp && printf x >x && cat x >>/opt/latchkey/function.jar";
    private static final String NONSENSE =
            "size=$(wc -c <" + CACHE + ") && head -c \"$size\" /dev/urandom >/tmp/c && cat /tmp/c >" + CACHE;

    private final Answers answers = Answers.read();
    private Path folder;
    private ContainerTables tables;
    private Fixture fixture;
    private FunctionImages images;

    @BeforeAll
    void build(@TempDir Path temporary) throws Exception {
        folder = temporary;
        tables = new ContainerTables();
        fixture = tables.fixture();
        images = new FunctionImages(Files.createTempDirectory(folder, "docker"), tables);
        images.build(AUTHORIZER);
        for (String event : onePerJar()) {
            images.build(Events.function(event));
        }
    }

    @AfterAll
    void close() throws Exception {
        tables.close();
    }

    static List<String> onePerJar() throws IOException {
        return Events.byDefault(Events.onePerJar());
    }

    @ParameterizedTest
    @MethodSource("onePerJar")
    void startsFromItsCache(String event) throws Exception {
        assertThat(answers(Events.function(event), event, "true")).contains("source: shared objects file");
    }

    @ParameterizedTest
    @CsvSource({"rm " + CACHE, "rm " + CACHE + ".kind", ": >" + CACHE, NONSENSE, CHANGED_JAR})
    void startsFromItsJarWhereTheCacheDoesNotFit(String before) throws Exception {
        assertThat(answers(AUTHORIZER, EVENT, before))
                .doesNotContain("shared objects file")
                .contains("source: file:");
    }

    /** What docs/performance.md tells to type, for one function. */
    @Test
    void samBuildsTheImageAndInvokesIt() throws Exception {
        Path root = TestTables.template().getParent();
        Path template = root.resolve("template-image.yaml");
        String text = new Programs(Files.createTempDirectory(folder, "template")).run(List.of("deploy/image/template"));
        Files.writeString(template, text + "\n");
        SamCli sam = new SamCli(Files.createTempDirectory(folder, "sam"), tables.url());
        try {
            Path built = folder.resolve("built");
            sam.build("-t", template.toString(), "-b", built.toString(), AUTHORIZER);
            fixture.reset();
            answers.check(EVENT, sam.invoke(built.resolve("template.yaml").toString(), AUTHORIZER, EVENT));
        } finally {
            Files.delete(template);
        }
    }

    /** Starts a container, after a change to its files, checks the answer, and returns where its handler's class came from. */
    private String answers(String function, String event, String before) throws Exception {
        fixture.reset();
        try (FunctionImages.Container container = images.run(function, before)) {
            answers.check(event, container.invoke(Events.read(event)));
            return container.handlerLoaded();
        }
    }
}
