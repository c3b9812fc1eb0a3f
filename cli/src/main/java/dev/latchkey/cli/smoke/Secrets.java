package dev.latchkey.cli.smoke;

import dev.latchkey.cli.console.TerminalSafe;
import java.util.LinkedHashSet;
import java.util.Set;

/** The tokens and passwords of a run, which no message may repeat whatever an answer has in it. */
final class Secrets {
    private static final int MAX_SHOWN = 160;

    private final Set<String> known = new LinkedHashSet<>();

    String keep(String secret) {
        if (!secret.isEmpty()) {
            known.add(secret);
        }
        return secret;
    }

    /** Returns the beginning of a text, safe to show. */
    String hide(String text) {
        String hidden = text;
        for (String secret : known) {
            hidden = hidden.replace(secret, "[secret]");
        }
        return TerminalSafe.text(hidden.length() > MAX_SHOWN ? hidden.substring(0, MAX_SHOWN) + "..." : hidden);
    }
}
