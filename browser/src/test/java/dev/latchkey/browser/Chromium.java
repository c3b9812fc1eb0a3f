package dev.latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A window of a headless Chromium with a new profile, which reaches nothing but this machine.
 *
 * <p>Chromium and its driver are looked for in {@code PATH}, or are what the environment variables {@code CHROMIUM} and {@code
 * CHROMEDRIVER} name.
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final Path profile;
    private final ChromeDriver driver;
    private final List<String> complaints = new ArrayList<>();
    private final List<JsonNode> traffic = new ArrayList<>();

    Chromium() {
        this("en-GB");
    }

    /** Opens a window of a browser that asks for pages in a language. */
    Chromium(String language) {
        try {
            profile = Files.createTempDirectory("chromium");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("CHROMEDRIVER", "chromedriver").toFile())
                .build();
        driver = new ChromeDriver(service, options(language));
        size(1280, 900);
    }

    private ChromeOptions options(String language) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
                .toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=" + language,
                "--accept-lang=" + language,
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
                "--user-data-dir=" + profile);
        return options;
    }

    private static Path program(String variable, String... names) {
        String named = System.getenv(variable);
        Stream<Path> places = named != null
                ? Stream.of(Path.of(named))
                : Arrays.stream(names)
                        .flatMap(name -> Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                                .map(folder -> Path.of(folder, name)));
        return places.filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + names[0]
                        + " in PATH. Install Chromium and its driver (Debian: apt-get install chromium"
                        + " chromium-driver), or set " + variable + " to it."));
    }

    /** Makes the page as large as a screen; one narrower than a desktop's window is a telephone's. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** Has the page in dark colours or in light ones, as the system's setting would. */
    void dark(boolean dark) {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    void offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /**
     * Gives the browser an authenticator, as a laptop has one in it.
     *
     * @param verifies whether it verifies its user, when a page asks for that
     * @param copies whether its passkeys may be copied to other devices, and are
     * @return its name
     */
    String authenticator(boolean verifies, boolean copies) {
        driver.executeCdpCommand("WebAuthn.enable", Map.of("enableUI", false));
        Map<String, Object> options = Map.of(
                "protocol",
                "ctap2",
                "transport",
                "internal",
                "hasResidentKey",
                true,
                "hasUserVerification",
                true,
                "isUserVerified",
                verifies,
                "automaticPresenceSimulation",
                true,
                "defaultBackupEligibility",
                copies,
                "defaultBackupState",
                copies);
        return driver.executeCdpCommand("WebAuthn.addVirtualAuthenticator", Map.of("options", options))
                .get("authenticatorId")
                .toString();
    }

    /** Has somebody touch an authenticator whenever it asks for that, or nobody. */
    void touches(String authenticator, boolean touches) {
        driver.executeCdpCommand(
                "WebAuthn.setAutomaticPresenceSimulation",
                Map.of("authenticatorId", authenticator, "enabled", touches));
    }

    /** Has an authenticator find that it is its user, or somebody else. */
    void verifies(String authenticator, boolean verifies) {
        driver.executeCdpCommand(
                "WebAuthn.setUserVerified", Map.of("authenticatorId", authenticator, "isUserVerified", verifies));
    }

    void open(URI page) {
        driver.get(page.toString());
    }

    /** Leaves the page, so that the same address is opened anew. */
    void leave() {
        driver.get("about:blank");
    }

    void reload() {
        driver.navigate().refresh();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    boolean shows(String selector) {
        return all(selector).stream().anyMatch(WebElement::isDisplayed);
    }

    String text(String selector) {
        return find(selector).getText();
    }

    /** Waits for what a person would wait for, and then clicks. */
    void click(String selector) {
        await(
                selector + " can be clicked",
                () -> shows(selector) && find(selector).isEnabled());
        find(selector).click();
    }

    void type(String selector, String text) {
        await(selector + " is shown", () -> shows(selector));
        find(selector).clear();
        find(selector).sendKeys(text);
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Goes on with the Tab key until an element has the focus. */
    void tabTo(String id) {
        for (int i = 0; i < 40; i++) {
            if (focused().equals(id)) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the Tab key does not lead to " + id);
    }

    String focused() {
        return String.valueOf(run("return document.activeElement.id"));
    }

    void awaitText(String selector, String text) {
        try {
            await(
                    selector + " says " + text,
                    () -> shows(selector) && text(selector).contains(text));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but: " + find("body").getText(), e);
        }
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come about that " + what);
            }
            pause();
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StaleElementReferenceException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script that awaits, and returns what it returns as JSON. */
    JsonNode fetch(String body, Object... arguments) {
        Object json = driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; const given = arguments;"
                        + "(async () => {" + body + "})().then((r) => done(JSON.stringify(r)),"
                        + " (e) => done(JSON.stringify({failed: String(e)})));",
                arguments);
        return json(String.valueOf(json));
    }

    /** Fails if the page is wider than its window. */
    void verifyFits(String what) {
        assertThat(run("const root = document.documentElement; if (root.scrollWidth <= root.clientWidth) return '';"
                        + "return [...document.querySelectorAll('body *')]"
                        + ".filter((e) => e.getBoundingClientRect().right > root.clientWidth)"
                        + ".map((e) => e.localName + '.' + e.className).join(' ')"))
                .as("what sticks out of " + what)
                .isEqualTo("");
    }

    /** Fails if axe-core finds anything. */
    void verifyAccessible(String what, String... without) {
        run(resource("/axe.min.js"));
        JsonNode found = fetch(
                "const r = await axe.run({exclude: given[0]});"
                        + "return r.violations.map((v) => v.id + ': ' + v.help + ' '"
                        + " + v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))",
                List.of(without));
        assertThat(found).as("what axe-core says of " + what).isEmpty();
    }

    /** Fails if the page had an error, or asked any other server than these. */
    void verifyQuiet(URI... servers) {
        List<String> known = Arrays.stream(servers).map(URI::getAuthority).toList();
        assertThat(requests())
                .isNotEmpty()
                .allSatisfy(url -> assertThat(URI.create(url).getAuthority()).isIn(known));
        collectComplaints();
        assertThat(complaints).isEmpty();
    }

    /** Returns the complaints in the console so far, and forgets them; a refusal by the API is not one. */
    List<String> takeComplaints() {
        collectComplaints();
        List<String> taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    private void collectComplaints() {
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.matches(
                        ".*/api/auth/\\S* - Failed to load resource: the server responded with a status of 4\\d\\d.*"))
                .forEach(complaints::add);
    }

    private List<String> requests() {
        return sent().map(event -> event.at("/params/request/url").asText()).toList();
    }

    /** Returns the paths that Chromium asked by itself whether the page may call. */
    List<String> preflights() {
        return sent().map(event -> event.at("/params/request"))
                .filter(request -> request.path("method").asText().equals("OPTIONS"))
                .map(request -> URI.create(request.path("url").asText()).getPath())
                .toList();
    }

    /** Returns how many bytes of answers came in so far, headers included. */
    long bytesReceived() {
        List<String> ids =
                sent().map(event -> event.at("/params/requestId").asText()).toList();
        return traffic.stream()
                .filter(event -> event.path("method").asText().equals("Network.loadingFinished"))
                .filter(event -> ids.contains(event.at("/params/requestId").asText()))
                .mapToLong(event -> event.at("/params/encodedDataLength").asLong())
                .sum();
    }

    /** What went out, but for what is in Chromium itself, such as its page for a new tab. */
    private Stream<JsonNode> sent() {
        collectTraffic();
        return traffic.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .filter(event -> !event.at("/params/request/url").asText().matches("(about|chrome|data):.*"));
    }

    private void collectTraffic() {
        driver.manage()
                .logs()
                .get(LogType.PERFORMANCE)
                .forEach(entry -> traffic.add(json(entry.getMessage()).path("message")));
    }

    /** Returns a picture of one element, as PNG. */
    byte[] pictureOf(String selector) {
        return find(selector).getScreenshotAs(OutputType.BYTES);
    }

    /** Keeps a picture of the whole page, as high as it is, in {@code target/screenshots}. */
    void wholePicture(String name, int width) {
        long height = (long) run("return Math.max(innerHeight, document.documentElement.scrollHeight)");
        size(width, Math.toIntExact(height));
        picture(name);
    }

    /** Keeps a picture of the window in {@code target/screenshots}. */
    void picture(String name) {
        try {
            Files.createDirectories(PICTURES.resolve(name).getParent());
            Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream input = Chromium.class.getResourceAsStream(name)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
