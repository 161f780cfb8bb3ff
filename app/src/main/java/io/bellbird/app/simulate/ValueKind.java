package io.bellbird.app.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What devices measure.
 *
 * @param noise the standard deviation of what is added to a number
 * @param decimals digits behind the point, 0..9
 */
record ValueKind(Curve curve, double noise, int decimals) {

    /** How a value comes about. */
    sealed interface Curve {
        /** Always the same. */
        record Constant(double value) implements Curve {}

        /** Between two values, lowest when a period begins: with 24 hours, at midnight. */
        record Sine(double min, double max, Duration period) implements Curve {}

        /** Up or down by up to {@code step} each time, within bounds. */
        record Walk(double min, double max, double step) implements Curve {}

        /** Around a mean. */
        record Gauss(double mean, double deviation) implements Curve {}

        /** One of these words. */
        record Choice(List<String> words) implements Curve {}
    }

    /** One device's values, in order. */
    final class Meter {
        private final Random random;
        private double last = Double.NaN;

        Meter(Random random) {
            this.random = random;
        }

        /** The value at a simulated time. */
        String next(Instant time) {
            if (curve instanceof Curve.Choice choice) {
                return choice.words().get(random.nextInt(choice.words().size()));
            }
            last = number(time);
            double shown = noise == 0 ? last : last + noise * random.nextGaussian();
            return String.format(Locale.ROOT, "%." + decimals + "f", shown);
        }

        private double number(Instant time) {
            if (curve instanceof Curve.Constant constant) {
                return constant.value();
            } else if (curve instanceof Curve.Sine sine) {
                double turns = (double) time.toEpochMilli() / sine.period().toMillis();
                return sine.min() + (sine.max() - sine.min()) * (1 - Math.cos(2 * Math.PI * turns)) / 2;
            } else if (curve instanceof Curve.Walk walk) {
                double from = Double.isNaN(last) ? walk.min() + (walk.max() - walk.min()) * random.nextDouble() : last;
                double to = from + walk.step() * (2 * random.nextDouble() - 1);
                return Math.min(walk.max(), Math.max(walk.min(), to));
            } else if (curve instanceof Curve.Gauss gauss) {
                return gauss.mean() + gauss.deviation() * random.nextGaussian();
            }
            throw new IllegalStateException("no number: " + curve);
        }
    }
}
