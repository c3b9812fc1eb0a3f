package dev.latchkey.emulator;

import java.util.logging.Logger;

/** Keeps the libraries under the emulator from writing to this process's output, unless the user asked for it. */
final class Quiet {
    private static final String LOG4J = "log4j2.configurationFile";

    /** Held, because a logger that nobody holds forgets its filter. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    private Quiet() {}

    /** Has to run before the first class that logs is loaded. */
    static void logging() {
        if (System.getProperty(LOG4J) == null) {
            System.setProperty(LOG4J, "dev/latchkey/emulator/log4j2.properties");
        }
        SQLITE.setFilter(line -> false); // The emulator sets the level itself.
    }
}
