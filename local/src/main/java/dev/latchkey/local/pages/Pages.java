package dev.latchkey.local.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The pages by their paths, all read once at the start. */
public final class Pages {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";

    private static final String STRICT =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Swagger UI sets styles from its script, draws with data URLs, and may be told to call a deployed stack instead. */
    private static final String SWAGGER = STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
            .replace("img-src data:", "img-src 'self' data:")
            .replace("connect-src 'self'", "connect-src 'self' https://*.amazonaws.com");

    private final Map<String, Supplier<StaticPage>> pages = new HashMap<>();

    /**
     * Reads the pages.
     *
     * @param scheme the scheme of the Authorization header
     * @param metrics what {@code /metrics} shows, asked each time
     */
    public Pages(String scheme, Supplier<String> metrics) {
        add("/", withScheme("index.html", scheme), HTML, STRICT);
        add("/ui/style.css", read("style.css"), CSS, STRICT);
        add("/ui/app.js", read("app.js"), SCRIPT, STRICT);
        byte[] reference = withScheme("docs.html", scheme);
        add("/docs", reference, HTML, SWAGGER);
        add("/docs/", reference, HTML, SWAGGER);
        add("/docs/style.css", read("docs.css"), CSS, SWAGGER);
        add("/docs/start.js", read("start.js"), SCRIPT, SWAGGER);
        add("/docs/openapi.yaml", read("openapi.yaml"), YAML, STRICT);
        add("/docs/openapi.json", json("openapi.yaml"), JSON, STRICT);
        String webjar = "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        add("/docs/swagger-ui.css", read(webjar + "swagger-ui.css"), CSS, SWAGGER);
        add("/docs/swagger-ui-bundle.js", read(webjar + "swagger-ui-bundle.js"), SCRIPT, SWAGGER);
        pages.put("/metrics", () -> new StaticPage(metrics.get().getBytes(StandardCharsets.UTF_8), TEXT, STRICT));
    }

    /** Returns the page at a path, if a page is what is asked for: everything else is the API's. */
    public Optional<StaticPage> find(String method, String path) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return Optional.ofNullable(reads ? pages.get(path) : null).map(Supplier::get);
    }

    private void add(String path, byte[] body, String type, String policy) {
        StaticPage page = new StaticPage(body, type, policy);
        pages.put(path, () -> page);
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
