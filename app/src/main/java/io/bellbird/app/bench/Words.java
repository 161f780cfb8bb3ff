package io.bellbird.app.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Numbers as people read them. */
final class Words {
    private static final double NANOS_A_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private Words() {}

    /** With separators. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With separators, and a decimal only when there is one to see. */
    static String number(double value) {
        boolean whole = value == Math.rint(value) || value >= 1_000;
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", value);
    }

    /** Of things, whose name gets an s when there are several. */
    static String count(long number, String thing) {
        return number(number) + " " + thing + (number == 1 ? "" : "s");
    }

    static double inMillis(long nanos) {
        return nanos / NANOS_A_MILLI;
    }

    /** With three digits that count. */
    static String millis(long nanos) {
        double millis = inMillis(nanos);
        String format = millis < 10 ? "%.3f ms" : millis < 100 ? "%.1f ms" : "%,.0f ms";
        return String.format(Locale.ROOT, format, millis);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
