package io.bellbird.app.simulate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What all devices did. Counted by the loop, read by any thread. */
final class RunCounters {
    private static final int KINDS_MAX = 10;

    final LongAdder connected = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder missed = new LongAdder();
    final LongAdder died = new LongAdder();
    final LongAdder errors = new LongAdder();
    private final Map<String, Long> errorsByText = new LinkedHashMap<>();

    /** Counts an error; of the first ten kinds also by their text. */
    synchronized void error(String text) {
        errors.increment();
        if (errorsByText.containsKey(text) || errorsByText.size() < KINDS_MAX) {
            errorsByText.merge(text, 1L, Long::sum);
        }
    }

    /** How often each of the first ten kinds of errors came, in the order of their first. */
    synchronized Map<String, Long> errorsByText() {
        return new LinkedHashMap<>(errorsByText);
    }
}
