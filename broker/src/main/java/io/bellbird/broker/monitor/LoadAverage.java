package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How often something happens in a minute, averaged over the last 1, 5 and 15 minutes as Mosquitto does it: what is
 * older than the interval has lost all but a 1/e of its weight.
 */
@ShardConfined
final class LoadAverage {
    private static final int[] MINUTES = {1, 5, 15};

    private final double[] perMinute = new double[MINUTES.length];
    private long lastCount;

    /** Averages, one for each interval. */
    int size() {
        return MINUTES.length;
    }

    /** The last level of its topic, for example {@code 5min}. */
    String name(int interval) {
        return MINUTES[interval] + "min";
    }

    /** Events a minute, with two decimals. */
    String text(int interval) {
        return BigDecimal.valueOf(perMinute[interval])
                .setScale(2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /**
     * Takes in what happened since it was called last.
     *
     * @param count of all events so far
     * @param minutes since then, more than 0
     */
    void update(long count, double minutes) {
        double rate = (count - lastCount) / minutes;
        for (int i = 0; i < MINUTES.length; i++) {
            perMinute[i] = rate + Math.exp(-minutes / MINUTES[i]) * (perMinute[i] - rate);
        }
        lastCount = count;
    }
}
