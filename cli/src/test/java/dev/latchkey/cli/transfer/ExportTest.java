package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is taken out and brought back is the same, item for item. */
class ExportTest {
    @TempDir
    private Path folder = Path.of("");

    private TestTables from;
    private CommandRunner source;
    private Path file;

    @BeforeEach
    void fillTables() throws Exception {
        from = TestTables.create();
        source = commands(from);
        file = folder.resolve("export.jsonl");
        Path dump = Files.copy(
                Path.of(Objects.requireNonNull(ExportTest.class.getResource("dumps/django-5.2-knox-5.0.json"))
                        .toURI()),
                folder.resolve("dump.json"));
        source.run("import", "django", dump.toString());
        source.run("users", "create", "native", "--no-password");
        source.run("users", "deactivate", "by_md5");
    }

    @Test
    void roundTripGivesTheSameItems() throws IOException {
        TestTables to = TestTables.create();

        assertThat(source.run("export", file.toString()).exitCode()).isZero();
        CommandRunner.Result result = commands(to).run("import", "latchkey", file.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(items(from, "USERS_TABLE")).hasSize(29).isEqualTo(items(to, "USERS_TABLE"));
        assertThat(items(from, "TOKENS_TABLE")).hasSize(22).isEqualTo(items(to, "TOKENS_TABLE"));
        Path again = folder.resolve("again.jsonl");
        commands(to).run("export", again.toString());
        assertThat(sortedItems(again)).isEqualTo(sortedItems(file));
    }

    @Test
    void whatWasBroughtAndTakenIsToldOf() throws IOException {
        source.run("import", "django", "--dry-run", folder.resolve("dump.json").toString());
        source.run("export", file.toString());
        CommandRunner target = commands(TestTables.create());
        target.run("import", "latchkey", file.toString());

        assertThat(source.auditLog()).hasSize(4);
        assertThat(source.auditLog().get(0)).contains("\"event\":\"imported\"", "\"users\":13", "\"tokens\":11");
        assertThat(source.auditLog().get(3)).contains("\"event\":\"exported\"");
        assertThat(target.auditLog()).singleElement().asString().contains("\"event\":\"imported\"", "\"items\":51");
    }

    @Test
    void fileIsPrivateAsciiAndNotReplacedUnasked() throws IOException {
        source.run("export", file.toString());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("Gr\\u00fc\\u00dfe").matches("\\p{ASCII}+");
        assertThat(Files.readAllLines(file).get(0)).startsWith("{\"format\":\"latchkey-export\",\"version\":1,");
        assertThat(source.run("export", file.toString()).exitCode()).isEqualTo(2);
        assertThat(source.run("export", file.toString(), "--force").exitCode()).isZero();
        assertThat(sortedItems(source.run("export", "-").out().lines().toList()))
                .isEqualTo(sortedItems(file));
    }

    @Test
    void whoLoggedInIsExportedWithTheirPlacesAndNothingShortLived() throws IOException {
        TestTables to = TestTables.create();
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "pk", AttributeValue.fromS("user#8"),
                "known_sources", AttributeValue.fromM(Map.of("digest", AttributeValue.fromN("1"))),
                "mfa", AttributeValue.fromSs(List.of("app", "passkey"))));
        from.client()
                .putItem(put ->
                        put.tableName(from.variables().get("USERS_TABLE")).item(item));
        for (String kind : List.of("throttle#login#1", "mail#8", "step#8", "challenge#x", "event#1")) {
            from.client()
                    .putItem(put -> put.tableName(from.variables().get("TOKENS_TABLE"))
                            .item(Map.of("pk", AttributeValue.fromS(kind), "sk", AttributeValue.fromS("x"))));
        }

        CommandRunner.Result export = source.run("export", file.toString());
        commands(to).run("import", "latchkey", file.toString());

        assertThat(export.err()).contains("Exported 14 users and 11 sessions.");
        assertThat(items(to, "USERS_TABLE")).contains(item);
        assertThat(items(to, "TOKENS_TABLE")).hasSize(22);
    }

    @Test
    void sessionsMayBeLeftOut() throws IOException {
        TestTables to = TestTables.create();
        source.run("export", file.toString());

        CommandRunner.Result result = commands(to).run("import", "latchkey", file.toString(), "--no-sessions");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(items(to, "USERS_TABLE")).isEqualTo(items(from, "USERS_TABLE"));
        assertThat(items(to, "TOKENS_TABLE"))
                .hasSize(11)
                .allMatch(item -> Objects.requireNonNull(item.get("pk")).s().startsWith("imported#"));
    }

    @Test
    void djangosFixtureBringsEverythingBack() throws Exception {
        Path fixture = folder.resolve("fixture.json");
        CommandRunner.Result export = source.run("export", fixture.toString(), "--format", "django");
        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(export.err()).contains("Exported 14 users and 8 tokens of Knox;", "1 users have new ids.");

        TestTables to = TestTables.create();
        CommandRunner.Result back = commands(to).run("import", "django", fixture.toString(), "--keep-fields");
        assertThat(back.exitCode()).as(back.err() + back.out()).isZero();
        Path again = folder.resolve("again.json");
        commands(to).run("export", again.toString(), "--format", "django");
        assertThat(Files.readAllLines(again)).hasSameSizeAs(Files.readAllLines(fixture));
        assertThat(source.run("export", "-", "--format", "xml").exitCode()).isEqualTo(2);
    }

    @Test
    void anExportThatCannotBeWrittenLeavesNothingAndSaysSoInOneLine() throws IOException {
        Path folderFile = Files.createDirectory(folder.resolve("folder"));
        CommandRunner.Result onFolder = source.run("export", folderFile.toString(), "--force");
        CommandRunner.Result nowhere =
                source.run("export", folder.resolve("no/where").toString());

        for (CommandRunner.Result result : List.of(onFolder, nowhere)) {
            assertThat(result.exitCode()).isNotZero();
            assertThat(result.err()).contains("latchkey: ").doesNotContain("\tat ");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains(".part"));
        }
    }

    @Test
    void aFullDiskIsNoBackup() {
        Path full = Path.of("/dev/full");
        if (Files.isWritable(full)) {
            CommandRunner.Result result = source.run("export", full.toString(), "--force");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("The export cannot be written");
        }
    }

    @Test
    void damagedExportsAreFoundBeforeAnythingIsWritten() throws IOException {
        source.run("export", file.toString());
        List<String> lines = Files.readAllLines(file);
        int last = lines.size() - 1;
        TestTables to = TestTables.create();

        for (List<String> damaged : List.of(
                lines.subList(0, last),
                without(lines, 3),
                lines.subList(1, lines.size()),
                replaced(lines, 0, lines.get(0).replace("\"version\":1", "\"version\":3")),
                replaced(lines, 2, lines.get(2).substring(1)),
                replaced(lines, 2, lines.get(2).replace("\"pk\"", "\"kp\"")),
                replaced(lines, 2, lines.get(2).replace("\"table\":\"users\"", "\"table\":\"others\"")))) {
            Files.write(file, damaged);
            CommandRunner.Result result = commands(to).run("import", "latchkey", file.toString());
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("Nothing was imported.");
        }
        assertThat(items(to, "USERS_TABLE")).isEmpty();
    }

    @Test
    void fullTablesAreRefusedAndAnInterruptedImportGoesOn() {
        source.run("export", file.toString());
        TestTables to = TestTables.create();
        CommandRunner target = commands(to);
        to.client()
                .putItem(request -> request.tableName(to.variables().get("USERS_TABLE"))
                        .item(from.client()
                                .getItem(get -> get.tableName(from.variables().get("USERS_TABLE"))
                                        .key(Map.of("pk", AttributeValue.fromS("user#8"))))
                                .item()));

        assertThat(target.run("import", "latchkey", file.toString()).err()).contains("are not empty");
        assertThat(target.run("import", "latchkey", file.toString(), "--resume").out())
                .contains("50 items imported, 1 here already.");
        target.run("users", "activate", "by_md5");
        CommandRunner.Result changed = target.run("import", "latchkey", file.toString(), "--resume");
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.err()).contains("1 items are here with another content");
    }

    private static CommandRunner commands(TestTables tables) {
        return CommandRunner.on(tables);
    }

    private static Set<Map<String, AttributeValue>> items(TestTables tables, String table) {
        Set<Map<String, AttributeValue>> items = new HashSet<>();
        tables.client()
                .scanPaginator(scan -> scan.tableName(tables.variables().get(table)))
                .items()
                .forEach(items::add);
        return items;
    }

    private static List<String> sortedItems(Path file) throws IOException {
        return sortedItems(Files.readAllLines(file));
    }

    private static List<String> sortedItems(List<String> lines) {
        return lines.subList(1, lines.size()).stream().sorted().toList();
    }

    private static List<String> without(List<String> lines, int index) {
        List<String> rest = new ArrayList<>(lines);
        rest.remove(index);
        return rest;
    }

    private static List<String> replaced(List<String> lines, int index, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(index, line);
        return changed;
    }
}
