package dev.latchkey.bench;

/** List prices in us-east-1, without free tiers, in dollars a million; docs/cost.md says where from and of when. */
final class Prices {
    static final double REST_REQUEST = 3.50;
    static final double HTTP_REQUEST = 1.00;
    static final double READ_UNIT = 0.125;
    static final double WRITE_UNIT = 0.625;
    static final double LAMBDA_REQUEST = 0.20;
    static final double GB_SECOND = 16.67;

    /** A monthly active user, above the free ones. */
    static final double COGNITO_LITE = 0.0055;

    static final double COGNITO_ESSENTIALS = 0.015;
    static final int COGNITO_FREE = 10_000;

    /** The smallest Lightsail plan with an IPv4 address, a month. */
    static final double SMALLEST_SERVER = 5;

    private static final double MB_PER_GB = 1024;
    private static final double MILLIS_PER_SECOND = 1000;

    private Prices() {}

    /** Returns what a million runs of so many milliseconds cost on a function of so many megabytes. */
    static double lambdaMillion(double millis, int megabytes) {
        return millis / MILLIS_PER_SECOND * megabytes / MB_PER_GB * GB_SECOND;
    }
}
