package io.bellbird.console.status;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.monitor.Gauge;
import java.util.Locale;

/** What the history has a value of for each moment. */
enum Series {
    /** PUBLISH from clients, a second. */
    MESSAGES_IN(0),
    /** PUBLISH to clients, a second. */
    MESSAGES_OUT(1),
    /** Bytes of MQTT from clients, a second. */
    BYTES_IN(2),
    /** Bytes of MQTT to clients, a second. */
    BYTES_OUT(3),
    CLIENTS(4),
    QUEUED_MESSAGES(5),
    MEMORY_HELD_BYTES(6),
    HEAP_BYTES(7),
    /** Processors that were busy for the process. */
    CPU(8),
    /** Messages that somebody did not get, a second. */
    DROPPED(9),
    /** NaN when nothing was committed. */
    COMMIT_P99_MILLIS(10);

    private final int index;

    Series(int index) {
        this.index = index;
    }

    /** Its place among all. */
    int index() {
        return index;
    }

    /** As it is written: {@code messages_in}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its value between two moments; NaN when there is none. */
    double value(Moment now, Moment before) {
        return switch (this) {
            case MESSAGES_IN -> now.rate(Counter.PUBLISH_RECEIVED, before);
            case MESSAGES_OUT -> now.rate(Counter.PUBLISH_SENT, before);
            case BYTES_IN -> now.rate(Counter.BYTES_RECEIVED, before);
            case BYTES_OUT -> now.rate(Counter.BYTES_SENT, before);
            case CLIENTS -> now.get(Gauge.CONNECTED);
            case QUEUED_MESSAGES -> now.get(Gauge.QUEUED_MESSAGES);
            case MEMORY_HELD_BYTES -> now.get(Gauge.HELD_BYTES);
            case HEAP_BYTES -> now.page().host().heapBytes().getAsLong();
            case CPU -> now.processors(before);
            case DROPPED -> {
                double seconds = now.secondsSince(before);
                yield seconds <= 0 ? 0 : (now.dropped() - before.dropped()) / seconds;
            }
            case COMMIT_P99_MILLIS ->
                now.millis(Distribution.COMMIT_NANOS, before, 0.99).orElse(Double.NaN);
        };
    }
}
