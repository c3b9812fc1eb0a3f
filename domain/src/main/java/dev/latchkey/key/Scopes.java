package dev.latchkey.key;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A set of scopes, at most {@link Scope#MOST}, in the order of their names. */
public final class Scopes implements Iterable<Scope> {
    /** No scope at all. */
    public static final Scopes NONE = new Scopes(List.of());

    private final SortedSet<String> names;

    private Scopes(Collection<String> names) {
        this.names = new TreeSet<>(names);
    }

    /**
     * Makes a set of names.
     *
     * @throws IllegalArgumentException if one of them cannot be a scope's, or there are too many
     */
    public static Scopes of(Collection<String> names) {
        Scopes scopes =
                new Scopes(names.stream().map(name -> new Scope(name).name()).toList());
        if (scopes.names.size() > Scope.MOST) {
            throw new IllegalArgumentException("more than " + Scope.MOST + " scopes");
        }
        return scopes;
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is no list of scopes
     */
    public static Scopes parse(String text) {
        return text.isEmpty() ? NONE : of(Arrays.asList(text.split(" ", -1)));
    }

    /** Tells whether a scope is among these. */
    public boolean has(String name) {
        return names.contains(name);
    }

    /** Tells whether there is none. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Returns the names, in order. */
    public List<String> names() {
        return List.copyOf(names);
    }

    @Override
    public Iterator<Scope> iterator() {
        return names.stream().map(Scope::new).iterator();
    }

    /** Returns the names apart by spaces, as RFC 6749 section 3.3 has them. */
    @Override
    public String toString() {
        return names.stream().collect(Collectors.joining(" "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scopes that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }
}
