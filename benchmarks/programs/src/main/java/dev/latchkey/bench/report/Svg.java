package dev.latchkey.bench.report;

import java.util.Locale;

/** Pieces of SVG that every plot has. */
final class Svg {
    private Svg() {}

    static String start(int width, int height, String title) {
        return format("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="#fff"/>
                <text x="12" y="24" font-size="15" font-weight="bold">%s</text>
                """, width, height, width, height, escape(title));
    }

    static String text(int x, int y, String anchor, String text) {
        return format("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escape(text));
    }

    static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
