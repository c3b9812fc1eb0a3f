package dev.latchkey.local.pages;

import dev.latchkey.json.Json;
import dev.latchkey.mail.Mail;
import dev.latchkey.mail.Outbox;
import dev.latchkey.text.UtcTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outbox: {@code /outbox} shows mails as a person would see them, {@code /outbox.json} is for tests.
 *
 * <p>A mail is shown in a frame that runs no script and that opens its links in a new tab.
 */
final class OutboxPages {
    private static final String ROOT = "/outbox";
    private static final Pattern ONE = Pattern.compile("/outbox/([0-9]{1,6})(\\.html)?");
    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final String MAIL_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'";

    private final Outbox outbox;
    private final StaticPage style;

    OutboxPages(Outbox outbox) {
        this.outbox = outbox;
        String css = resource("/dev/latchkey/pages/css/tokens.css")
                + resource("/dev/latchkey/pages/css/components.css")
                + resource("outbox.css");
        this.style = page(css, Pages.CSS, PAGE_POLICY);
    }

    /** Returns the page at a path, if it is one of these. */
    Optional<StaticPage> find(String method, String path) {
        if (method.equals("POST") && path.equals(ROOT)) {
            outbox.clear();
            return Optional.of(list(-1));
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Optional.empty();
        }
        if (path.equals("/outbox/style.css")) {
            return Optional.of(style);
        }
        if (path.equals("/outbox.json")) {
            return Optional.of(page(Json.write(json()), "application/json", PAGE_POLICY));
        }
        if (path.equals(ROOT)) {
            return Optional.of(list(outbox.mails().size() - 1));
        }
        Matcher one = ONE.matcher(path);
        return one.matches() ? mail(Integer.parseInt(one.group(1)), one.group(2) != null) : Optional.empty();
    }

    private Optional<StaticPage> mail(int number, boolean alone) {
        List<Outbox.Sent> mails = outbox.mails();
        if (number >= mails.size()) {
            return Optional.empty();
        }
        if (!alone) {
            return Optional.of(list(number));
        }
        String html = mails.get(number).mail().html().replaceFirst("<head>", "<head><base target=\"_blank\">");
        return Optional.of(page(html, Pages.HTML, MAIL_POLICY));
    }

    private List<Map<String, Object>> json() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Outbox.Sent sent : outbox.mails()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", sent.mail().id());
            one.put("to", List.of(sent.mail().to()));
            one.put("from", sent.mail().from());
            one.put("subject", sent.mail().subject());
            one.put("text", sent.mail().text());
            one.put("html", sent.mail().html());
            one.put("sent_at", UtcTime.text(sent.at()));
            all.add(one);
        }
        return all;
    }

    /** The newest first; the numbers count from the oldest, so that an address goes on to name its mail. */
    private StaticPage list(int chosen) {
        List<Outbox.Sent> mails = outbox.mails();
        StringBuilder items = new StringBuilder();
        for (int i = mails.size() - 1; i >= 0; i--) {
            Mail mail = mails.get(i).mail();
            items.append("<li><a class=\"mail-item\" href=\"/outbox/")
                    .append(i)
                    .append(i == chosen ? "\" aria-current=\"true\">" : "\">")
                    .append("<span class=\"mail-text\"><strong>")
                    .append(escaped(mail.subject()))
                    .append("</strong><span class=\"soft small\">")
                    .append(escaped(mail.to()))
                    .append("</span></span><span class=\"faint small nowrap\">")
                    .append(TIME.format(mails.get(i).at()))
                    .append("</span></a></li>\n");
        }
        String html = resource("outbox.html")
                .replace("{{items}}", items.isEmpty() ? "<li class=\"empty soft\">No mail yet.</li>" : items)
                .replace("{{view}}", chosen < 0 || chosen >= mails.size() ? "" : view(mails.get(chosen), chosen));
        return page(html, Pages.HTML, PAGE_POLICY);
    }

    private static String view(Outbox.Sent sent, int number) {
        Mail mail = sent.mail();
        Matcher link = LINK.matcher(mail.text());
        String opened = link.find()
                ? "<div><dt>Link</dt><dd><a href=\"" + escaped(link.group())
                        + "\" target=\"_blank\">Open it here</a></dd></div>"
                : "";
        return "<section class=\"card mail-view\" aria-label=\"The chosen mail\">\n<dl class=\"mail-head\"><div><dt>Subject</dt><dd>"
                + escaped(mail.subject()) + "</dd></div><div><dt>From</dt><dd>" + escaped(mail.from())
                + "</dd></div><div><dt>To</dt><dd>" + escaped(mail.to()) + "</dd></div>" + opened + "</dl>\n"
                + "<iframe class=\"mail-frame\" src=\"/outbox/" + number
                + ".html\" title=\"The mail as a mail program shows it\""
                + " sandbox=\"allow-popups allow-popups-to-escape-sandbox\"></iframe>\n"
                + "<details class=\"mail-plain\"><summary>As plain text</summary><pre>" + escaped(mail.text())
                + "</pre></details>\n</section>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static StaticPage page(String text, String type, String policy) {
        return new StaticPage(text.getBytes(StandardCharsets.UTF_8), type, policy);
    }

    private static String resource(String name) {
        try (InputStream in = OutboxPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
