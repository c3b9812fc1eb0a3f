package dev.latchkey.bench.cold;

import dev.latchkey.image.CacheKind;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JDK to start functions with.
 *
 * @param name its feature version, such as 25, which the tables call it by
 * @param home its folder
 */
public record Jdk(String name, Path home) {
    /** Reads {@code name=folder}, as in {@code 25=/opt/jdk-25}. */
    public static Jdk parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("a JDK is given as NAME=FOLDER, not \"" + text + "\"");
        }
        Jdk jdk = new Jdk(text.substring(0, equals), Path.of(text.substring(equals + 1)));
        if (!jdk.java().toFile().canExecute()) {
            throw new IllegalArgumentException("there is no bin/java in " + jdk.home());
        }
        return jdk;
    }

    /** Returns the JDK that runs this. */
    public static Jdk current() {
        return new Jdk(Integer.toString(Runtime.version().feature()), Path.of(System.getProperty("java.home")));
    }

    /** Returns the form of class cache that it has. */
    public CacheKind cacheKind() {
        return CacheKind.of(Integer.parseInt(name.replaceAll("\\D.*", "")));
    }

    /** Returns the command that starts it with the given class path and flags. */
    public List<String> command(List<Path> classPath, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        return command;
    }

    private Path java() {
        return home.resolve("bin/java");
    }
}
