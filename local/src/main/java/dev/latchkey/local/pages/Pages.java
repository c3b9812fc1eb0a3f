package dev.latchkey.local.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.mail.Outbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The pages by their paths, all read once at the start. */
public final class Pages {
    static final String HTML = "text/html; charset=utf-8";
    static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String YAML = "application/yaml";
    private static final String SVG = "image/svg+xml";
    private static final String JSON = "application/json";

    /** Where the account pages' module keeps what both kinds of pages are made of. */
    private static final String SHARED = "/dev/latchkey/pages/";

    private static final String STRICT =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Swagger UI sets styles from its script, draws with data URLs, and may be told to call a deployed stack instead. */
    private static final String SWAGGER = STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
            .replace("img-src 'self'", "img-src 'self' data:")
            .replace("connect-src 'self'", "connect-src 'self' https://*.amazonaws.com");

    private final Map<String, Supplier<StaticPage>> pages = new HashMap<>();
    private final OutboxPages outbox;

    /**
     * Reads the pages.
     *
     * @param scheme the scheme of the Authorization header
     * @param metrics what {@code /metrics} shows, asked each time
     * @param overview supplies the JSON that the start page shows, anew for each request
     * @param mails what {@code /outbox} shows
     */
    public Pages(String scheme, Supplier<String> metrics, Outbox mails, Supplier<String> overview) {
        outbox = new OutboxPages(mails);
        add("/", read("start.html"), HTML, STRICT);
        add("/ui/mark.svg", read(SHARED + "mark.svg"), SVG, STRICT);
        add("/ui/tokens.css", read(SHARED + "css/tokens.css"), CSS, STRICT);
        add("/ui/components.css", read(SHARED + "css/components.css"), CSS, STRICT);
        add("/ui/start.css", read("start.css"), CSS, STRICT);
        add("/ui/start.js", read("start.js"), SCRIPT, STRICT);
        for (String module : List.of("dom.js", "memory.js", "theme.js")) {
            add("/ui/" + module, read(SHARED + "js/" + module), SCRIPT, STRICT);
        }
        addChanging("/start.json", overview, JSON);
        byte[] reference = withScheme("docs.html", scheme);
        add("/docs", reference, HTML, SWAGGER);
        add("/docs/", reference, HTML, SWAGGER);
        add("/docs/style.css", read("docs.css"), CSS, SWAGGER);
        add("/docs/start.js", read("reference.js"), SCRIPT, SWAGGER);
        add("/docs/openapi.yaml", read("openapi.yaml"), YAML, STRICT);
        add("/docs/openapi.json", json("openapi.yaml"), JSON, STRICT);
        String webjar = "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        add("/docs/swagger-ui.css", read(webjar + "swagger-ui.css"), CSS, SWAGGER);
        add("/docs/swagger-ui-bundle.js", read(webjar + "swagger-ui-bundle.js"), SCRIPT, SWAGGER);
        addChanging("/metrics", metrics, TEXT);
    }

    /** Returns the description of the API, {@code openapi.yaml}. */
    public static String openApi() {
        return new String(read("openapi.yaml"), StandardCharsets.UTF_8);
    }

    /** Returns the page at a path, if a page is what is asked for: everything else is the API's. */
    public Optional<StaticPage> find(String method, String path) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        Optional<StaticPage> page =
                Optional.ofNullable(reads ? pages.get(path) : null).map(Supplier::get);
        return page.isPresent() ? page : outbox.find(method, path);
    }

    private void add(String path, byte[] body, String type, String policy) {
        StaticPage page = new StaticPage(body, type, policy);
        pages.put(path, () -> page);
    }

    private void addChanging(String path, Supplier<String> text, String type) {
        pages.put(path, () -> new StaticPage(text.get().getBytes(StandardCharsets.UTF_8), type, STRICT));
    }

    private static byte[] withScheme(String name, String scheme) {
        String text = new String(read(name), StandardCharsets.UTF_8);
        String escaped = scheme.replace("&", "&amp;");
        return text.replace(
                        "name=\"latchkey-scheme\" content=\"Token\"",
                        "name=\"latchkey-scheme\" content=\"" + escaped + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(String yaml) {
        Object document =
                new Load(LoadSettings.builder().build()).loadFromString(new String(read(yaml), StandardCharsets.UTF_8));
        try {
            return new ObjectMapper().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String swaggerVersion() {
        Properties properties = new Properties();
        try (InputStream input = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String name) {
        try (InputStream input = open(name)) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream input = Pages.class.getResourceAsStream(name);
        if (input == null) {
            throw new IllegalStateException(name + " is not in the build");
        }
        return input;
    }
}
