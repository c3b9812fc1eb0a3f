package dev.latchkey.pages;

import dev.latchkey.config.Variables;
import dev.latchkey.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The account pages by the names of their files, all made once.
 *
 * <p>There is one page, which shows what the fragment of its address names, a style sheet, a script, an icon, and
 * {@code config.json}, which says what the stack offers. Style and script have their digest in their names, so that a browser
 * keeps them for good.
 */
public final class AccountPages {
    /** The name of the page itself. */
    public static final String PAGE = "";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String SVG = "image/svg+xml";

    private static final List<String> STYLES = List.of("css/tokens.css", "css/components.css", "css/account.css");

    /** A name with a digest in it, such as {@code app-0123456789abcdef.js}. */
    private static final Pattern LASTING = Pattern.compile("([a-z]+)-([0-9a-f]{16})(\\.[a-z]+)");

    private final Map<String, PageFile> files = new HashMap<>();

    /**
     * Makes the pages.
     *
     * @param variables what the functions of the stack are set to, of which {@code config.json} tells what a page has to know
     */
    public AccountPages(Variables variables) {
        files.put(
                "style.css",
                PageFile.of(CSS, STYLES.stream().map(AccountPages::read).collect(Collectors.joining("\n"))));
        files.put("app.js", PageFile.of(SCRIPT, ScriptBundle.of("main.js", name -> read("js/" + name))));
        files.put("mark.svg", PageFile.of(SVG, read("mark.svg")));
        files.put("config.json", PageFile.of(JSON, Json.write(Offer.of(variables))));
        files.put(PAGE, PageFile.of(HTML, withDigests(read("account.html"))));
    }

    /**
     * Finds a file.
     *
     * @param name its name below {@code /account/}, or {@link #PAGE}
     * @return the file; the present one also where the digest in the name is that of another, which is then not to be kept
     */
    public Optional<PageFile> find(String name) {
        Matcher lasting = LASTING.matcher(name);
        if (!lasting.matches()) {
            return Optional.ofNullable(files.get(name));
        }
        return Optional.ofNullable(files.get(lasting.group(1) + lasting.group(3)))
                .map(file -> file.digest().equals(lasting.group(2)) ? file.lasting() : file);
    }

    /** Puts digests into the names of the files that the page asks for. */
    private String withDigests(String page) {
        String named = page;
        for (String name : List.of("style.css", "app.js", "mark.svg")) {
            int dot = name.indexOf('.');
            String digest = find(name).orElseThrow().digest();
            named = named.replace(
                    "\"account/" + name + "\"",
                    "\"account/" + name.substring(0, dot) + "-" + digest + name.substring(dot) + "\"");
        }
        return named;
    }

    private static String read(String name) {
        try (InputStream input = AccountPages.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException(name + " is not in the build");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
