package dev.latchkey.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jars that Lambda gets hold the libraries that docs/security.md lists, and so does the bill of materials. */
class ShippedJarsIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Pattern ROW = Pattern.compile("\\| (`[a-z0-9`, -]+`) \\| (.+) \\| (all|[a-z, ]+) \\|");
    private static final Pattern FILE = Pattern.compile("([a-z0-9-]+?)-[0-9][0-9A-Za-z.-]*\\.jar");
    private static final Pattern TOTAL = Pattern.compile("total_classes=['\"]([0-9]+)['\"]");
    private static final Set<String> OURS = Set.of(
            "latchkey-core",
            "latchkey-http-client",
            "latchkey-passwords",
            "register",
            "login",
            "user",
            "logout",
            "logoutall",
            "tokens",
            "password",
            "authorizer");

    @Test
    void everyJarHoldsWhatIsListedForIt() throws IOException {
        Map<String, Set<String>> listed = listed();
        Map<String, String> origins = origins();
        for (String function : functions()) {
            Set<String> found = new TreeSet<>();
            for (String name : classes(jar(function))) {
                String origin = origins.get(name);
                assertThat(origin).as("%s in %s", name, function).isNotNull();
                found.add(origin);
            }
            found.removeAll(OURS);
            assertThat(found).as(function).isEqualTo(listed.get(function));
        }
    }

    @Test
    void theBillOfMaterialsListsTheSame() throws IOException {
        JsonNode bill =
                new ObjectMapper().readTree(Path.of("target/latchkey.cdx.json").toFile());
        assertThat(bill.path("specVersion").textValue()).isEqualTo("1.6");
        Set<String> named = new TreeSet<>();
        for (JsonNode component : bill.path("components")) {
            assertThat(component.path("purl").textValue()).startsWith("pkg:maven/");
            assertThat(component.path("hashes"))
                    .as(component.path("name").textValue())
                    .isNotEmpty();
            named.add(component.path("name").textValue());
        }
        named.removeAll(OURS);
        Set<String> listed = new TreeSet<>();
        listed().values().forEach(listed::addAll);
        assertThat(named).isEqualTo(listed);
    }

    /** It passes as well where it finds nothing to look at. */
    @Test
    void spotBugsHasLookedAtEveryClass() throws IOException {
        Set<String> ours = new TreeSet<>();
        for (String function : functions()) {
            classes(jar(function)).stream()
                    .filter(name -> name.startsWith("dev/latchkey/") && !name.endsWith("package-info.class"))
                    .forEach(ours::add);
        }
        Matcher total = TOTAL.matcher(Files.readString(Path.of("target/spotbugsXml.xml")));
        assertThat(total.find()).isTrue();
        assertThat(Integer.parseInt(total.group(1))).isGreaterThanOrEqualTo(ours.size());
        assertThat(ours).hasSizeGreaterThan(100);
    }

    private static Map<String, Set<String>> listed() throws IOException {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/security.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> in = row.group(3).equals("all")
                        ? functions()
                        : List.of(row.group(3).split(", ", -1));
                List<String> libraries = List.of(row.group(1).replace("`", "").split(", ", -1));
                in.forEach(function ->
                        listed.computeIfAbsent(function, key -> new TreeSet<>()).addAll(libraries));
            }
        }
        return listed;
    }

    private static List<String> functions() {
        try (Stream<Path> folders = Files.list(ROOT.resolve("functions"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(String function) {
        return ROOT.resolve("functions/" + function + "/target/" + function + ".jar");
    }

    /** Returns where each class comes from: the name of the artifact on this module's class path. */
    private static Map<String, String> origins() throws IOException {
        Map<String, String> origins = new HashMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            Matcher file = FILE.matcher(path.getFileName().toString());
            if (file.matches()) {
                classes(path).forEach(name -> origins.putIfAbsent(name, file.group(1)));
            }
        }
        return origins;
    }

    private static Set<String> classes(Path jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .forEach(names::add);
        }
        return names;
    }
}
