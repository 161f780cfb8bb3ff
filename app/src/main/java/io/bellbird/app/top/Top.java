package io.bellbird.app.top;

import io.bellbird.app.cli.Screen;
import io.bellbird.client.ClientOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Shows a broker again and again. Used by one thread. */
public final class Top implements AutoCloseable {
    private static final String HOME = "\033[H";
    private static final String LINE_END = "\033[K\r\n";
    private static final String REST = "\033[J";
    private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
    private static final String OWN_SCREEN = "\033[?1049l\033[?25h";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** Besides the clients: what is said of the broker, the titles, the line for keys. */
    private static final int OTHER_LINES = 11;

    private static final int CLIENTS_MAX = 1_000;

    private final Source source;
    private final PrintWriter out;
    private final long intervalNanos;
    private final int limit;
    private Order order;
    private boolean helping;

    /** Asks the admin listener of a broker. */
    public interface Admin {
        /**
         * Asks for a page.
         *
         * @throws IOException when it does not answer, or refuses, with what to do
         */
        String get(String path) throws IOException;
    }

    private Top(Source source, PrintWriter out, Order order, double intervalSeconds, int limit) {
        this.source = source;
        this.out = out;
        this.order = order;
        this.intervalNanos = (long) (intervalSeconds * SECOND);
        this.limit = limit;
    }

    /**
     * Of a broker with an admin listener.
     *
     * @param intervalSeconds between two looks, above 0
     * @param limit clients to show, 1 or more, when there is no terminal that says how many fit
     */
    public static Top ofAdmin(Admin admin, PrintWriter out, Order order, double intervalSeconds, int limit) {
        return new Top(new AdminSource(admin), out, order, intervalSeconds, limit);
    }

    /**
     * Of any broker that publishes under {@code $SYS}.
     *
     * @param broker its address
     */
    public static Top ofTopics(
            ClientOptions.Builder options, String broker, PrintWriter out, Order order, double intervalSeconds) {
        return new Top(new SysSource(options, broker), out, order, intervalSeconds, 0);
    }

    /**
     * Shows it once, with what happened within one interval.
     *
     * @throws IOException when the broker cannot be asked
     */
    public void once() throws IOException, InterruptedException {
        source.look(order, limit);
        TimeUnit.NANOSECONDS.sleep(intervalNanos);
        source.look(order, limit).forEach(out::println);
        out.flush();
    }

    /**
     * Shows it as plain text, until the broker is gone.
     *
     * @throws IOException when it is
     */
    public void plain() throws IOException, InterruptedException {
        while (true) {
            once();
            out.println();
            out.flush();
        }
    }

    /**
     * Shows it on the terminal, until somebody presses q. When the broker goes that is said, and asked for again.
     *
     * @throws IOException when the broker cannot be asked at first, or there is no terminal
     */
    public void onTerminal() throws IOException, InterruptedException {
        source.look(order, 1);
        try (Keys keys = new Keys()) {
            out.print(OTHER_SCREEN);
            boolean goesOn = true;
            while (goesOn) {
                long shownNanos = System.nanoTime();
                show();
                goesOn = awaitKeys(keys, shownNanos + intervalNanos);
            }
        } finally {
            out.print(OWN_SCREEN);
            out.flush();
        }
    }

    /** @return false when it is to end */
    private boolean awaitKeys(Keys keys, long untilNanos) throws InterruptedException {
        Integer key = keys.next(untilNanos - System.nanoTime());
        if (key == null) {
            return true;
        }
        helping = key == 'h' && !helping;
        Order.ofKey(key).ifPresent(chosen -> order = chosen);
        return key != 'q';
    }

    private void show() {
        Screen.Size size = Screen.size();
        List<String> lines = new ArrayList<>();
        try {
            int clients = Math.min(CLIENTS_MAX, Math.max(1, size.rows() - OTHER_LINES));
            lines.addAll(helping ? help() : source.look(order, clients));
        } catch (IOException gone) {
            lines.add(String.valueOf(gone.getMessage()));
            lines.add("asking again");
        }
        lines.add("q quit, h help, sort by: " + Order.keys());
        StringBuilder page = new StringBuilder(HOME);
        int last = Math.min(lines.size(), size.rows() - 1);
        for (int i = 0; i < last; i++) {
            String line = lines.get(i);
            page.append(line, 0, Math.min(line.length(), size.columns())).append(LINE_END);
        }
        out.print(page.append(REST));
        out.flush();
    }

    private static List<String> help() {
        return List.of(
                "QUEUED    messages that wait for the client, in memory or in the store",
                "INFLIGHT  QoS 1 and 2 messages that were sent and are not acknowledged to the end",
                "BEHIND    bytes that it has not taken yet: queued, in flight, and written to its socket",
                "IN/S      messages a second from it, OUT/S to it, BYTES/S of payload in both directions",
                "away      the session is there, and its client is not",
                "",
                "w what waits   s the slowest of those connected   m most messages/s   b most bytes/s",
                "Press h again to go back.",
                "");
    }

    @Override
    public void close() {
        source.close();
    }
}
