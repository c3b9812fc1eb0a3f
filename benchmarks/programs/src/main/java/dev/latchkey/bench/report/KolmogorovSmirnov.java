package dev.latchkey.bench.report;

import java.util.Collection;

/**
 * The two-sample test of Kolmogorov and Smirnov: whether two samples can come from one distribution.
 *
 * @param distance the largest distance between the shares of both samples that lie below a value
 * @param p how likely a distance of this size or more is, if they do (the asymptotic series, good from some hundred values on)
 */
public record KolmogorovSmirnov(double distance, double p) {
    /** Compares two samples. */
    public static KolmogorovSmirnov of(Collection<Double> first, Collection<Double> second) {
        double[] a = first.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double[] b = second.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double distance = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double value = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= value) {
                i++;
            }
            while (j < b.length && b[j] <= value) {
                j++;
            }
            distance = Math.max(distance, Math.abs((double) i / a.length - (double) j / b.length));
        }
        double n = Math.sqrt((double) a.length * b.length / (a.length + b.length));
        return new KolmogorovSmirnov(distance, probability((n + 0.12 + 0.11 / n) * distance));
    }

    private static double probability(double lambda) {
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
        }
        return lambda < 0.2 ? 1 : Math.max(0, Math.min(1, sum));
    }
}
