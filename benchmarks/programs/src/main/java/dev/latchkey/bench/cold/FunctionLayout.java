package dev.latchkey.bench.cold;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** How a function's classes lie on disk. */
public enum FunctionLayout {
    /** In the jar that the build makes. */
    JAR("jar"),
    /** The same, not compressed. */
    STORED("stored jar"),
    /** As files in a folder, which is what Lambda makes of a jar that it is given. */
    EXPLODED("exploded"),
    /** In one jar with the classes of every function. */
    TOGETHER("one jar for all");

    private interface Target {
        void put(String name, byte[] bytes) throws IOException;
    }

    private final String text;

    FunctionLayout(String text) {
        this.text = text;
    }

    /**
     * Lays a function out.
     *
     * @param jar its jar
     * @param all the jars of all functions
     * @param folder where to write what is not there yet
     */
    Path of(Path jar, List<Path> all, Path folder) throws IOException {
        Path laid = folder.resolve(name().toLowerCase(Locale.ROOT) + "-" + jar.getFileName());
        if (this == JAR) {
            return jar;
        }
        if (Files.exists(laid)) {
            return laid;
        }
        if (this == EXPLODED) {
            copy(List.of(jar), (name, bytes) -> write(laid.resolve(name), bytes));
            return laid;
        }
        List<Path> jars = new ArrayList<>(List.of(jar));
        if (this == TOGETHER) {
            jars.addAll(all);
        }
        try (OutputStream file = Files.newOutputStream(laid);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            copy(jars, (name, bytes) -> put(zip, name, bytes));
        }
        return laid;
    }

    private static void copy(List<Path> jars, Target target) throws IOException {
        Set<String> seen = new HashSet<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    if (!entry.isDirectory() && seen.add(entry.getName())) {
                        try (InputStream content = file.getInputStream(entry)) {
                            target.put(entry.getName(), content.readAllBytes());
                        }
                    }
                }
            }
        }
    }

    private void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (this == STORED) {
            CRC32 sum = new CRC32();
            sum.update(bytes);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @Override
    public String toString() {
        return text;
    }
}
