package dev.latchkey.cli;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Tells the version from the manifest of the jar this runs from. */
final class Version implements IVersionProvider {
    void print(PrintWriter out) {
        for (String line : getVersion()) {
            out.println(line);
        }
    }

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not built as a jar)");
        return new String[] {"latchkey " + version, "Java " + Runtime.version() + " on " + System.getProperty("os.name")
        };
    }
}
