package dev.latchkey.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The template of the images differs from the jars' in nothing but the packaging. */
class ImageTemplateTest {
    /** The parameters for snapshots and layers, their places among the others, and their conditions. */
    private static final Pattern SNAPSHOTS = Pattern.compile(
            "(?m)^  ((Snap|KnowsSnap|WantsSnap)Start|(Has)?(MailTemplates|PasswordBreach)Layer):.*\\n(    .*\\n)*"
                    + "|^          - (SnapStart|(MailTemplates|PasswordBreach)Layer)\\n");

    /** What SAM makes of AutoPublishAlias, where there are versions. */
    private static final String ALIAS = """
            AuthorizerFunctionAliaslive:
              Type: AWS::Lambda::Alias
              Properties:
                FunctionName: !Ref AuthorizerFunction
                FunctionVersion: $LATEST
                Name: live
            """.indent(2);

    @Test
    void everyFunctionBecomesAnImage() throws Exception {
        String jars = Files.readString(Path.of("../../template.yaml"));
        String images = images();
        List<String> handlers = all(jars, "Handler: (\\S+)");
        assertThat(handlers).isNotEmpty();
        assertThat(all(images, "ImageConfig: \\{ Command: \\[\"(.*)\"\\] \\}")).isEqualTo(handlers);
        assertThat(all(images, "HANDLER: (\\S+)")).isEqualTo(handlers);
        assertThat(all(images, "JAR: (\\S+)")).isEqualTo(all(jars, "CodeUri: (functions/\\S+)"));
        assertThat(all(images, "DockerTag: (\\S+)"))
                .hasSameSizeAs(handlers)
                .doesNotHaveDuplicates()
                .contains("logoutall");
        assertThat(all(images, "(PackageType: Image)")).hasSameSizeAs(handlers);
        assertThat(images)
                .doesNotContain(
                        "CodeUri:", "Runtime:", "SnapStart:", "ApplyOn:", "AutoPublish", "VersionDeletionPolicy:");
    }

    @Test
    void theRestStaysAsItIs() throws Exception {
        String jars = Files.readString(Path.of("../../template.yaml"));
        String images = images();
        assertThat(images).containsOnlyOnce(ALIAS);
        assertThat(kept(images.replace(ALIAS, ""))).isEqualTo(kept(jars));
    }

    private static String images() throws Exception {
        Process process = new ProcessBuilder("./template")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return text;
    }

    private static List<String> kept(String withSnapshots) {
        String template = SNAPSHOTS.matcher(withSnapshots).replaceAll("");
        Pattern packaging =
                Pattern.compile("\\s*(Runtime|SnapStart|ApplyOn|Metadata|CodeUri|Handler|PackageType|ImageConfig"
                        + "|Dockerfile|DockerContext|DockerTag|DockerBuildArgs|JAR|HANDLER"
                        + "|AutoPublishAlias|AutoPublishAliasAllProperties|VersionDeletionPolicy|SourceKMSKeyArn|Layers"
                        + "):.*|\\s*|\\s*#.*");
        return template.lines()
                .filter(line -> !packaging.matcher(line).matches())
                .toList();
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
