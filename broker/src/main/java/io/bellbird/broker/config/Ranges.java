package io.bellbird.broker.config;

/** The range check of the records. */
final class Ranges {
    private Ranges() {}

    static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + min + ".." + max);
        }
    }
}
