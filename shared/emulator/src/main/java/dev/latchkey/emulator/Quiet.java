package dev.latchkey.emulator;

/** Keeps the libraries under the emulator from writing to this process's output, unless the user asked for it. */
final class Quiet {
    private static final String LOG4J = "log4j2.configurationFile";

    private Quiet() {}

    /** Has to run before the first class that logs is loaded. */
    static void logging() {
        if (System.getProperty(LOG4J) == null) {
            System.setProperty(LOG4J, "dev/latchkey/emulator/log4j2.properties");
        }
    }
}
