package dev.latchkey.image;

import java.nio.file.Path;

/** The two forms of class cache, and the JVM's flags for them. */
public enum CacheKind {
    /** A dynamic class-data-sharing archive (JEP 350), JDK 13 and newer. */
    ARCHIVE("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", "-Xshare:on"),

    /** An ahead-of-time cache (JEP 483, JEP 514, JEP 515), JDK 25 and newer. */
    AOT("-XX:AOTCacheOutput=", "-XX:AOTCache=", "-XX:AOTMode=on");

    private static final int FIRST_WITH_AOT = 25;

    private final String make;
    private final String use;
    private final String insist;

    CacheKind(String make, String use, String insist) {
        this.make = make;
        this.use = use;
        this.insist = insist;
    }

    /** Returns the better form that a JDK of this feature version has. */
    public static CacheKind of(int featureVersion) {
        return featureVersion >= FIRST_WITH_AOT ? AOT : ARCHIVE;
    }

    /** Returns the flag that has the JVM write the cache when it ends. */
    public String makeFlag(Path file) {
        return make + file;
    }

    /** Returns the flag that has the JVM use the cache if it fits, and go on without it if not. */
    public String useFlag(Path file) {
        return use + file;
    }

    /** Returns the flag that, beside {@link #useFlag}, has the JVM end with an error if the cache does not fit. */
    public String insistFlag() {
        return insist;
    }
}
