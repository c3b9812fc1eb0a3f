package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The functions of template.yaml in the containers of the AWS SAM CLI: one event of each by "sam local invoke", every file in
 * events/ by "sam local start-lambda".
 *
 * <p>Needs the SAM CLI, Docker and an image of the runtime; see docs/platforms.md.
 */
@Tag("sam")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamInvokeIT {
    /** An event that is answered without a look at the tables. */
    private static final String TABLELESS = "authorizer-rest-request-garbage-token";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Answers answers = Answers.read();
    private ContainerTables tables;
    private Fixture fixture;
    private SamCli sam;
    private String template;
    private SamCli.Server lambda;

    @BeforeAll
    void prepare(@TempDir Path folder) throws Exception {
        tables = new ContainerTables();
        fixture = tables.fixture();
        sam = new SamCli(Files.createTempDirectory(folder, "sam"), tables.url());
        template = sam.build("template.yaml", folder.resolve("built"));
        lambda = sam.start("start-lambda", template);
    }

    @AfterAll
    void close() throws Exception {
        lambda.close();
        tables.close();
    }

    static List<String> events() throws IOException {
        return Events.byDefault(Events.names());
    }

    @ParameterizedTest
    @MethodSource("events")
    void startLambdaAnswersEachEvent(String event) throws Exception {
        fixture.reset();

        HttpResponse<byte[]> answer = http.send(invocation(event), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        answers.checkByDefault(event, answer.body());
    }

    static List<String> onePerFunction() throws IOException {
        return Events.byDefault(Events.onePerFunction());
    }

    @ParameterizedTest
    @MethodSource("onePerFunction")
    void invokesEachFunction(String event) throws Exception {
        fixture.reset();
        answers.checkByDefault(event, sam.invoke(template, Events.function(event), event));
    }

    /** Maven builds the jars, "sam build" leaves them where they are, and what follows it uses the template it writes. */
    @Test
    void buildKeepsTheJars() throws Exception {
        sam.build();
        Path built = TestTables.template().resolveSibling(".aws-sam/build/template.yaml");

        List<FunctionDefinition> functions = Template.read(built)
                .stack(TestTables.EVERYTHING, logicalId -> logicalId)
                .functions();
        assertThat(functions).hasSameSizeAs(tables.functions());
        assertThat(functions)
                .allSatisfy(function ->
                        assertThat(built.resolveSibling(function.codeUri())).isRegularFile());

        // Takes the built template, as every command does that names none.
        answers.checkByDefault(TABLELESS, sam.invokeWithoutTables("AuthorizerFunction", TABLELESS));
    }

    /** Without a table or a parameter, and without "sam build". */
    @Test
    void invokesAFunctionAsItIs() throws Exception {
        answers.checkByDefault(
                TABLELESS, sam.invokeWithoutTables("AuthorizerFunction", TABLELESS, "-t", "template.yaml"));
    }

    private HttpRequest invocation(String event) throws IOException {
        String path = "/2015-03-31/functions/" + Events.function(event) + "/invocations";
        return HttpRequest.newBuilder(URI.create(lambda.url() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(Events.read(event)))
                .build();
    }
}
