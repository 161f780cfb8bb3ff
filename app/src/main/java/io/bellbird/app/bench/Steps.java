package io.bellbird.app.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rate comes up: in one rise, or in steps, each of which is a run with a result of its own.
 *
 * @param riseSeconds 0 when it does not rise
 * @param rates of the steps; empty when there are none
 */
record Steps(double riseSeconds, List<Double> rates) {
    static final Steps NONE = new Steps(0, List.of());

    private static final int STEPS_MAX = 100;

    Steps {
        rates = List.copyOf(rates);
    }

    /**
     * Reads what follows {@code --ramp}.
     *
     * @param text seconds, or FROM:TO:STEP, messages a second
     * @throws IllegalArgumentException when it is neither, with a message for the user
     */
    static Steps of(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 1) {
                return new Steps(Double.parseDouble(text), List.of());
            }
            if (parts.length == 3) {
                return steps(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
            }
        } catch (NumberFormatException none) {
            throw wrong(text, none);
        }
        throw wrong(text, null);
    }

    private static Steps steps(double from, double to, double step) {
        if (!(from > 0) || !(to >= from) || !(step > 0) || (to - from) / step >= STEPS_MAX) {
            throw new IllegalArgumentException(
                    "--ramp FROM:TO:STEP rises from above 0 in at most " + STEPS_MAX + " steps");
        }
        List<Double> rates = new ArrayList<>();
        for (int i = 0; from + i * step <= to; i++) {
            rates.add(from + i * step);
        }
        return new Steps(0, rates);
    }

    private static IllegalArgumentException wrong(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "--ramp is '" + text + "', use seconds, or FROM:TO:STEP in messages a second", cause);
    }
}
