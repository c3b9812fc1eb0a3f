package dev.latchkey.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache is used where it fits, and never in the way where it does not. */
class ClassCacheTest {
    private static final String EVENT = "{\"n\":1}";

    /** A log line for each class that the JVM took from the function's cache. */
    private static final String LOG_CLASSES = "-Xlog:class+load=info:file=%s";

    private static final String HANDLER_LOADED = EchoHandler.class.getName() + " source: ";

    @TempDir
    Path folder;

    private FunctionImage image;

    @BeforeEach
    void layOut() throws IOException, InterruptedException {
        image = FunctionImage.lay(folder);
        assertThat(image.makeCache()).isZero();
    }

    @Test
    void takesTheFunctionsClassesFromTheCache() throws Exception {
        assertThat(image.answer(EVENT, LOG_CLASSES.formatted(image.file("classes.log"))))
                .isEqualTo(EVENT);
        assertThat(handlerLoaded()).contains(HANDLER_LOADED + "shared objects file");
    }

    @Test
    void startsWithoutACache() throws Exception {
        Files.delete(image.file("function.cache"));
        assertStartsFromTheJar();
    }

    @Test
    void startsWithAnEmptyCache() throws Exception {
        Files.write(image.file("function.cache"), new byte[0]);
        assertStartsFromTheJar();
    }

    @Test
    void startsWithACacheCutShort() throws Exception {
        byte[] whole = Files.readAllBytes(image.file("function.cache"));
        Files.write(image.file("function.cache"), Arrays.copyOf(whole, 5_000));
        assertStartsFromTheJar();
    }

    @Test
    void startsWithNonsenseForACache() throws Exception {
        byte[] nonsense = new byte[(int) Files.size(image.file("function.cache"))];
        new Random(1).nextBytes(nonsense);
        Files.write(image.file("function.cache"), nonsense);
        assertStartsFromTheJar();
    }

    @Test
    void startsWithTheCacheOfAnotherJvm() throws Exception {
        replaceJvmVersion(image.file("function.cache"));
        assertStartsFromTheJar();
    }

    @Test
    void startsWhenTheJarChanged() throws Exception {
        FunctionImage.writeJar(image.file("function.jar"), EchoHandler.class, FunctionImage.class);
        assertStartsFromTheJar();
    }

    @Test
    void startsWithAnUnknownFlag() throws Exception {
        assertThat(image.answer(EVENT, "-XX:+FlagOfALaterJvm")).isEqualTo(EVENT);
    }

    private void assertStartsFromTheJar() throws IOException, InterruptedException {
        assertThat(image.answer(EVENT, LOG_CLASSES.formatted(image.file("classes.log"))))
                .isEqualTo(EVENT);
        assertThat(handlerLoaded()).contains(HANDLER_LOADED + "file:");
    }

    private String handlerLoaded() throws IOException {
        try (Stream<String> lines = Files.lines(image.file("classes.log"))) {
            return lines.filter(line -> line.contains(HANDLER_LOADED))
                    .findFirst()
                    .orElse("not loaded");
        }
    }

    /** Writes another build's name over the one in the header, in a file of the same size. */
    private static void replaceJvmVersion(Path cache) throws IOException {
        byte[] bytes = Files.readAllBytes(cache);
        String header = new String(bytes, 0, 8_192, StandardCharsets.ISO_8859_1);
        int at = header.indexOf("OpenJDK");
        assertThat(at).as("the JVM's name in the header").isPositive();
        bytes[at] = 'X';
        Files.write(cache, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
