package dev.latchkey.cli.console;

import java.io.Console;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** The terminal that this process runs in, if it runs in one. */
public final class SystemTerminal implements Terminal {

    @Override
    public InputStream input() {
        return System.in;
    }

    @Override
    public Optional<String> ask(String question) {
        return console().map(console -> console.readLine("%s", question));
    }

    @Override
    public Optional<String> askSecretly(String question) {
        return console().map(console -> console.readPassword("%s", question)).map(SystemTerminal::text);
    }

    /** A console stands for both standard input and standard output, which is as near as Java comes to standard error. */
    @Override
    public boolean isWatched() {
        return console().isPresent() && !"dumb".equals(System.getenv("TERM"));
    }

    /** From Java 22 on there is a console even where there is no terminal, unless the JVM is asked for the old one. */
    private static Optional<Console> console() {
        boolean terminal = Runtime.version().feature() < 22 || System.getenv("TERM") != null;
        return terminal ? Optional.ofNullable(System.console()) : Optional.empty();
    }

    private static String text(char[] typed) {
        String text = new String(typed);
        Arrays.fill(typed, ' ');
        return text;
    }
}
