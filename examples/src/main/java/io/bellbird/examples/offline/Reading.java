package io.bellbird.examples.offline;

import java.time.Instant;
import java.util.Locale;

/**
 * What a sensor has measured. As text: {@code 2 17 2026-05-01T12:00:00Z 21.4}.
 *
 * @param run how often the sensor has been started, 1 or more
 * @param number counts from 1 in each run
 * @param taken when
 * @param celsius the temperature
 */
record Reading(int run, int number, Instant taken, double celsius) {
    static Reading of(String text) {
        String[] parts = text.split(" ", -1);
        return new Reading(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Instant.parse(parts[2]),
                Double.parseDouble(parts[3]));
    }

    /** Whether it is the one that has to come after another. */
    boolean isNextAfter(Reading last) {
        return run == last.run ? number == last.number + 1 : run == last.run + 1 && number == 1;
    }

    /** Whether it has to come before another, or is the same. */
    boolean isNotAfter(Reading last) {
        return run < last.run || (run == last.run && number <= last.number);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d %d %s %.1f", run, number, taken, celsius);
    }
}
