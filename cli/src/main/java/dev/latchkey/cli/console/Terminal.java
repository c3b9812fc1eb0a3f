package dev.latchkey.cli.console;

import java.io.InputStream;
import java.util.Optional;

/** The person, or the pipe, at the other end of a command. */
public interface Terminal {

    /** Returns standard input. */
    InputStream input();

    /** Asks a question; empty where nobody can be asked. */
    Optional<String> ask(String question);

    /** Asks for a secret without showing what is typed; empty where nobody can be asked. */
    Optional<String> askSecretly(String question);

    /** Tells whether standard error is shown to a person, so that a line may be drawn over. */
    boolean isWatched();
}
