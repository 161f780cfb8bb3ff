package io.bellbird.app.top;

import io.bellbird.broker.monitor.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Turns two looks at a broker into lines. */
final class View {
    private static final String CLIENT_LINE = "%-20s %-8s %8s %8s %9s %7s %7s %9s  %s";
    private static final int NAME_LENGTH_MAX = 20;
    private static final int USER_LENGTH_MAX = 8;
    private static final double KIBI = 1_024;
    private static final double MILLIS_A_SECOND = 1_000;

    private View() {}

    /**
     * Everything.
     *
     * @param before an earlier look, for what happens in a second
     * @param clients the first in the order
     */
    static List<String> lines(Metrics now, Metrics before, Order order, List<ClientReport> clients) {
        List<String> lines = new ArrayList<>(broker(now, before));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                CLIENT_LINE,
                "CLIENT (" + order.title() + ")",
                "USER",
                "QUEUED",
                "INFLIGHT",
                "BEHIND",
                "IN/S",
                "OUT/S",
                "BYTES/S",
                "ADDRESS"));
        clients.forEach(client -> lines.add(line(client)));
        if (clients.isEmpty()) {
            lines.add("no clients");
        }
        return lines;
    }

    private static List<String> broker(Metrics now, Metrics before) {
        List<String> lines = new ArrayList<>();
        lines.add("bellbird " + now.label("info", "version") + ", up " + uptime((long) now.value("uptime_seconds"))
                + ", cpu " + count(100 * now.rate("process_cpu_seconds_total", before)) + " % of a core");
        lines.add("clients  " + count(now.value("sessions_connected")) + " connected, " + count(now.value("sessions"))
                + " sessions, " + count(now.value("subscriptions") + now.value("shared_subscriptions"))
                + " subscriptions, " + count(now.rate("connects_accepted_total", before)) + " connects/s");
        lines.add("in       " + flow(now, before, "received"));
        lines.add("out      " + flow(now, before, "sent") + ", " + count(now.rate("messages_dropped_total", before))
                + " dropped/s");
        lines.add("queues   " + count(now.value("queued_messages")) + " messages, "
                + bytes(now.value("queued_bytes")) + "; in flight " + count(now.value("inflight_messages"))
                + "; retained " + count(now.value("retained_messages")));
        lines.add("memory   " + bytes(now.value("memory_held_bytes")) + " of " + bytes(now.value("memory_limit_bytes"))
                + " for messages; heap " + bytes(now.value("jvm_heap_bytes")) + " of "
                + bytes(now.value("jvm_heap_max_bytes")));
        lines.add("store    " + now.label("store_status", "status") + ", commit "
                + millis(now.average("commit_seconds", before)) + ", " + bytes(now.value("store_pending_bytes"))
                + " to write, " + bytes(now.value("store_disk_bytes")) + " on disk");
        if (now.value("shards_missing") > 0) {
            lines.add("warning: " + count(now.value("shards_missing"))
                    + " shards did not answer in time: what they have is old or missing here");
        }
        return lines;
    }

    private static String flow(Metrics now, Metrics before, String direction) {
        return count(now.rate("publish_" + direction + "_total", before)) + " messages/s, "
                + bytes(now.rate("publish_" + direction + "_bytes_total", before)) + "/s of payload; "
                + count(now.rate("packets_" + direction + "_total", before)) + " packets/s, "
                + bytes(now.rate(direction + "_bytes_total", before)) + "/s";
    }

    private static String line(ClientReport client) {
        return String.format(
                        Locale.ROOT,
                        CLIENT_LINE,
                        name(client.client(), NAME_LENGTH_MAX),
                        client.user() == null ? "-" : name(client.user(), USER_LENGTH_MAX),
                        count((double) client.queuedMessages()),
                        count((double) client.inflightMessages()),
                        bytes((double) client.behindBytes()),
                        count(client.receivedRate()),
                        count(client.sentRate()),
                        bytes(client.bytesRate()),
                        client.address() == null ? "away" : LogText.of(client.address()))
                .stripTrailing();
    }

    /** What a client says of itself must not steer the terminal. */
    private static String name(String text, int lengthMax) {
        String safe = LogText.of(text);
        return safe.length() <= lengthMax ? safe : safe.substring(0, lengthMax - 1) + "~";
    }

    private static String count(double number) {
        return String.format(
                Locale.ROOT, number > 0 && number < 10 && number != Math.rint(number) ? "%.1f" : "%,.0f", number);
    }

    private static String millis(double seconds) {
        return String.format(Locale.ROOT, "%.2f ms", seconds * MILLIS_A_SECOND);
    }

    static String bytes(double number) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = number;
        int unit = 0;
        while (value >= KIBI && unit < units.length - 1) {
            value /= KIBI;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    static String uptime(long seconds) {
        long days = TimeUnit.SECONDS.toDays(seconds);
        long hours = TimeUnit.SECONDS.toHours(seconds) % 24;
        long minutes = TimeUnit.SECONDS.toMinutes(seconds) % 60;
        return days > 0
                ? days + " d " + hours + " h"
                : hours > 0 ? hours + " h " + minutes + " min" : minutes + " min " + seconds % 60 + " s";
    }
}
