package dev.latchkey.bench.report;

import java.util.Arrays;
import java.util.Collection;

/** Measured values of one thing, in one unit, sorted. */
public final class Samples {
    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Keeps a copy of the values.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Samples of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** As {@link #of(Collection)}. */
    public static Samples of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values were measured");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    /** Returns how many values there are. */
    public int count() {
        return sorted.length;
    }

    /** Returns the value below which the given share (0 to 1) of the values lies, by linear interpolation. */
    public double quantile(double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** Returns the middle value. */
    public double median() {
        return quantile(0.5);
    }

    /** Returns the smallest value. */
    public double min() {
        return sorted[0];
    }

    /** Returns the largest value. */
    public double max() {
        return sorted[sorted.length - 1];
    }
}
