package io.bellbird.e2e.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Checks the ledger of a round against what a broker promises. It knows the ledger alone, not the clients. */
final class Checker {
    /** Clocks of two processes are compared, and the crash is noted before it happens. */
    private static final long EARLY_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    private Checker() {}

    /**
     * @param acknowledged messages of QoS 1 and 2
     * @param delivered messages, to all receivers
     * @param repeated deliveries that QoS 1 allows
     * @param violations in the order of their finding; empty when all is well
     */
    record Verdict(int acknowledged, int delivered, int repeated, List<String> violations) {}

    /**
     * @param receivers everybody who must get messages
     * @param willDelaysSeconds the delay of each topic of a will
     */
    static Verdict check(List<Receiver> receivers, Map<String, Integer> willDelaysSeconds, List<Entry> entries) {
        List<String> violations = new ArrayList<>();
        entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.WRONG)
                .forEach(entry -> violations.add(entry.client() + ": " + entry.text()));
        int delivered = 0;
        int repeated = 0;
        for (Receiver receiver : receivers) {
            DeliveryCheck.Result result = DeliveryCheck.check(receiver, entries);
            violations.addAll(result.violations());
            delivered += result.received();
            repeated += result.repeated();
        }
        violations.addAll(retained(entries));
        violations.addAll(wills(willDelaysSeconds, entries));
        return new Verdict(acknowledged(entries), delivered, repeated, violations);
    }

    private static int acknowledged(List<Entry> entries) {
        return (int) entries.stream()
                .filter(entry -> entry.kind() == Entry.Kind.ACKNOWLEDGED)
                .count();
    }

    /** Each view of the retained messages shows one of those that may be there. */
    private static List<String> retained(List<Entry> entries) {
        List<String> violations = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            Entry seen = entries.get(index);
            if (seen.kind() == Entry.Kind.RETAINED) {
                RetainedRange range = RetainedRange.of(seen.text(), entries.subList(0, index));
                if (!range.allows(seen.number())) {
                    violations.add("retained is number " + seen.number() + ", but must be in " + range);
                }
            }
        }
        return violations;
    }

    /** No will comes before the crash and its delay, and none that was cancelled. */
    private static List<String> wills(Map<String, Integer> delaysSeconds, List<Entry> entries) {
        List<String> violations = new ArrayList<>();
        Map<Message, Boolean> cancelled = new HashMap<>();
        long crashNanos = Long.MAX_VALUE;
        for (Entry entry : entries) {
            switch (entry.kind()) {
                case CRASHED -> crashNanos = Math.min(crashNanos, entry.nanos());
                case WILL_CANCELLED -> cancelled.put(entry.message(), true);
                case RECEIVED -> {
                    Integer delay = delaysSeconds.get(entry.text());
                    if (delay == null) {
                        continue;
                    }
                    if (cancelled.containsKey(entry.message())) {
                        violations.add("a will that had become void came to " + entry.client() + ": " + entry);
                    } else if (crashNanos == Long.MAX_VALUE
                            || entry.nanos() - crashNanos < TimeUnit.SECONDS.toNanos(delay) - EARLY_NANOS_MAX) {
                        violations.add("a will came too early to " + entry.client() + ": " + entry);
                    }
                }
                default -> {}
            }
        }
        return violations;
    }
}
