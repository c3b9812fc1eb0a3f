package dev.latchkey.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.template.Template;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jars that Lambda gets hold the libraries that docs/security.md lists, and so does the bill of materials. */
class ShippedJarsIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Pattern ROW = Pattern.compile("\\| (`[a-z0-9.`, -]+`) \\| (.+) \\| (all|[a-z, ]+) \\|");
    private static final Pattern FILE = Pattern.compile("([a-z0-9.-]+?)-[0-9][0-9A-Za-z.-]*\\.jar");
    private static final Pattern TOTAL = Pattern.compile("total_classes=['\"]([0-9]+)['\"]");
    private static final String OURS = "dev/latchkey/";
    private static final String OUR_GROUP = "dev.latchkey";

    /** What only some functions need is in no other function's jar: it would cost their cold starts. */
    private static final Map<String, List<String>> KEPT_OUT = Map.of(
            "user",
                    List.of(
                            "software/amazon/awssdk/",
                            "org/bouncycastle/",
                            "dev/latchkey/dynamodb/",
                            "dev/latchkey/pages/"),
            "pages", List.of("software/amazon/awssdk/", "org/bouncycastle/", "dev/latchkey/dynamodb/"),
            "session", List.of("org/bouncycastle/", "dev/latchkey/passwords/"));

    /** The library of which only what is reached ships, and the class of it that our code begins with. */
    private static final Map<String, String> EVERYTHING = Map.of(
            "Mail", "outbox",
            "AccountPages", "on",
            "SecondFactor", "optional",
            "PasskeyRpId", "localhost",
            "KeyScopes", "orders.read");

    private static final String TRIMMED = "bcprov-jdk18on";

    private static final String ARGON2 = "org.bouncycastle.crypto.generators.Argon2BytesGenerator";

    /** What operators alone need, and functions never. */
    private static final String OPERATORS = "dev/latchkey/operator/";

    @Test
    void everyJarHoldsWhatIsListedForIt() throws IOException {
        Map<String, Set<String>> listed = listed();
        Map<String, String> origins = origins();
        for (String jar : jars().keySet()) {
            Set<String> found = new TreeSet<>();
            for (String name : libraryClasses(jar)) {
                String origin = origins.get(name);
                assertThat(origin).as("%s in %s", name, jar).isNotNull();
                found.add(origin);
            }
            assertThat(found).as(jar).isEqualTo(listed.get(jar));
        }
    }

    @Test
    void noJarHoldsWhatItsFunctionsDoNotNeed() throws IOException {
        assertThat(jars().keySet()).containsAll(KEPT_OUT.keySet());
        for (String jar : jars().keySet()) {
            List<String> keptOut = new ArrayList<>(KEPT_OUT.getOrDefault(jar, List.of()));
            keptOut.add(OPERATORS);
            assertThat(classes(jars().get(jar)))
                    .as(jar)
                    .noneMatch(name -> keptOut.stream().anyMatch(name::startsWith));
        }
    }

    /** Libraries look some of their classes up by name; only of Bouncy Castle it is known that it does not. */
    @Test
    void everyOtherLibraryShipsWhole() throws IOException {
        Map<String, Path> libraries = libraries();
        for (Map.Entry<String, Set<String>> entry : listed().entrySet()) {
            Set<String> shipped = classes(jars().get(entry.getKey()));
            for (String library : entry.getValue()) {
                if (!library.equals(TRIMMED)) {
                    assertThat(shipped).as(library).containsAll(classes(libraries.get(library)));
                }
            }
        }
    }

    @Test
    void ofBouncyCastleAllShipsThatIsReached() {
        StringWriter output = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "--multi-release",
                        Integer.toString(Runtime.version().feature()),
                        "-verbose:class",
                        "-e",
                        "org\\.bouncycastle\\..*",
                        jars().get("password").toString());
        assertThat(code).as(output.toString()).isZero();
        List<String> references = output.toString().lines().map(String::strip).toList();
        assertThat(references).anyMatch(line -> line.contains("-> " + ARGON2));
        assertThat(references).noneMatch(line -> line.endsWith("not found"));
    }

    @Test
    void littleElseOfBouncyCastleShipsAndItsLicenceDoes() throws IOException {
        Path library = libraries().get(TRIMMED);
        List<String> shipped = classes(jars().get("password")).stream()
                .filter(name -> name.startsWith("org/bouncycastle/"))
                .toList();
        assertThat(shipped).hasSizeLessThan(classes(library).size() / 10);
        assertThat(text(jars().get("password"), "META-INF/licenses/" + TRIMMED + ".md"))
                .isEqualTo(text(library, "META-INF/LICENSE.md"));
    }

    /** A jar that is built but not deployed would be left out of everything above. */
    @Test
    void everyModuleOfFunctionsIsDeployed() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("functions"))) {
            assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(jars().keySet());
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
            if (!component.path("group").asText().equals(OUR_GROUP)) {
                boolean isOfTools = component.path("group").asText().startsWith("tools.jackson");
                named.add(named(isOfTools, component.path("name").textValue()));
            }
        }
        Set<String> listed = new TreeSet<>();
        listed().values().forEach(listed::addAll);
        assertThat(named).isEqualTo(listed);
    }

    /** A licence that docs/licences.md does not list has to be read first. */
    @Test
    void everyLibraryHasAListedLicence() throws IOException {
        JsonNode bill =
                new ObjectMapper().readTree(Path.of("target/latchkey.cdx.json").toFile());
        String page = Files.readString(ROOT.resolve("docs/licences.md"));
        for (JsonNode component : bill.path("components")) {
            String library = component.path("group").asText() + ":"
                    + component.path("name").asText();
            List<String> licences = new ArrayList<>();
            component.path("licenses").forEach(licence -> {
                JsonNode named = licence.path("license");
                licences.add(named.path("id")
                        .asText(named.path("name")
                                .asText(licence.path("expression").asText())));
            });
            if (!component.path("group").asText().equals(OUR_GROUP)) {
                // Of several one may be chosen.
                assertThat(licences).as(library).anyMatch(licence -> page.contains("| " + licence));
            }
        }
    }

    /** It passes as well where it finds nothing to look at. */
    @Test
    void spotBugsHasLookedAtEveryClass() throws IOException {
        Set<String> ours = new TreeSet<>();
        for (Path jar : jars().values()) {
            classes(jar).stream()
                    .filter(name -> name.startsWith(OURS) && !name.endsWith("package-info.class"))
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
                Collection<String> in = row.group(3).equals("all")
                        ? jars().keySet()
                        : List.of(row.group(3).split(", ", -1));
                List<String> libraries = List.of(row.group(1).replace("`", "").split(", ", -1));
                in.forEach(jar ->
                        listed.computeIfAbsent(jar, key -> new TreeSet<>()).addAll(libraries));
            }
        }
        return listed;
    }

    /** Returns the jars that the template deploys, by their names without ".jar". */
    private static Map<String, Path> jars() {
        Map<String, Path> jars = new TreeMap<>();
        Template.read(ROOT.resolve("template.yaml"))
                .stack(EVERYTHING, id -> id)
                .functions()
                .forEach(function -> {
                    Path jar = ROOT.resolve(function.codeUri());
                    jars.put(jar.getFileName().toString().replace(".jar", ""), jar);
                });
        return jars;
    }

    private static Set<String> libraryClasses(String jar) throws IOException {
        Set<String> names = classes(jars().get(jar));
        names.removeIf(name -> name.startsWith(OURS));
        return names;
    }

    /** Returns where each class comes from: the name of the artifact on this module's class path. */
    private static Map<String, String> origins() throws IOException {
        Map<String, String> origins = new HashMap<>();
        for (Map.Entry<String, Path> library : libraries().entrySet()) {
            classes(library.getValue()).forEach(name -> origins.putIfAbsent(name, library.getKey()));
        }
        return origins;
    }

    /** Returns the jars on this module's class path by the names of their artifacts. */
    private static Map<String, Path> libraries() {
        Map<String, Path> libraries = new LinkedHashMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            Matcher file = FILE.matcher(path.getFileName().toString());
            if (file.matches()) {
                libraries.put(
                        named(
                                path.toString().replace(File.separatorChar, '/').contains("/tools/jackson/"),
                                file.group(1)),
                        path);
            }
        }
        return libraries;
    }

    /** Of Jackson there are two, whose artifacts have the same names. */
    private static String named(boolean isOfTools, String artifact) {
        return isOfTools ? "tools." + artifact : artifact;
    }

    private static String text(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
