package io.bellbird.console.status;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was measured: the moments of the last minute whole, and the {@link Series} of the last ten minutes by the
 * second and of the last day by the minute: 90 KB. Concurrent: all of it is under one lock, which is never held for long.
 */
final class Recorder {
    private static final int SECONDS_IN_MINUTE = 60;
    private static final long MILLIS_IN_MINUTE = 60_000;
    private static final int SECONDS_KEPT = 10 * SECONDS_IN_MINUTE;
    private static final int MINUTES_KEPT = 24 * 60;

    private final Deque<Moment> lastMinute = new ArrayDeque<>();
    private final History seconds = new History(1, SECONDS_KEPT);
    private final History minutes = new History(SECONDS_IN_MINUTE, MINUTES_KEPT);
    private int inThisMinute;

    /** The newest moment, the one before, and the oldest of the last minute. */
    record Last(Moment now, Moment second, Moment minute) {
        /** The newest values of the history, by the words of their series; without those that there are none of. */
        Map<String, Double> values() {
            Map<String, Double> values = new LinkedHashMap<>();
            for (Series series : Series.values()) {
                double value = series.value(now, second);
                if (!Double.isNaN(value)) {
                    values.put(series.word(), value);
                }
            }
            return values;
        }
    }

    /** Keeps one more moment, about a second after the one before. */
    synchronized void add(Moment now) {
        Moment before = lastMinute.peekLast();
        lastMinute.add(now);
        if (lastMinute.size() > SECONDS_IN_MINUTE + 1) {
            lastMinute.remove();
        }
        if (before == null) {
            return;
        }
        seconds.add(
                now.timeMillis(),
                Arrays.stream(Series.values())
                        .mapToDouble(series -> series.value(now, before))
                        .toArray());
        if (++inThisMinute == SECONDS_IN_MINUTE) {
            inThisMinute = 0;
            minutes.add(now.timeMillis(), seconds.merged(SECONDS_IN_MINUTE));
        }
    }

    /** The last moments; null when there was none yet. */
    synchronized @Nullable Last last() {
        Moment now = lastMinute.peekLast();
        if (now == null) {
            return null;
        }
        Moment second = lastMinute.stream()
                .skip(Math.max(0, lastMinute.size() - 2))
                .findFirst()
                .orElse(now);
        return new Last(now, second, lastMinute.getFirst());
    }

    /**
     * The history, by the second if it is that young, else by the minute.
     *
     * @param minutesBack 1 or more
     */
    synchronized History.Page history(long nowMillis, int minutesBack) {
        long since = nowMillis - minutesBack * MILLIS_IN_MINUTE;
        return minutesBack * SECONDS_IN_MINUTE <= SECONDS_KEPT ? seconds.since(since) : minutes.since(since);
    }
}
