package io.bellbird.app.top;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client, as the admin listener tells of it.
 *
 * @param address null when it is away
 * @param behindBytes what it has not taken yet, wherever it lies
 * @param receivedRate messages a second from it
 * @param sentRate messages a second to it
 * @param bytesRate of payloads a second, in both directions
 */
record ClientReport(
        String client,
        @Nullable String user,
        @Nullable String address,
        long queuedMessages,
        long inflightMessages,
        long behindBytes,
        double receivedRate,
        double sentRate,
        double bytesRate) {

    /**
     * Those in an answer to {@code GET /clients}.
     *
     * @throws IOException when it is none
     */
    static List<ClientReport> all(String answer) throws IOException {
        List<ClientReport> reports = new ArrayList<>();
        if (JsonReader.read(answer) instanceof Map<?, ?> document && document.get("clients") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> members) {
                    reports.add(of(members));
                }
            }
            return reports;
        }
        throw new IOException("the broker does not list its clients: is it of another version?");
    }

    private static ClientReport of(Map<?, ?> members) {
        return new ClientReport(
                String.valueOf(members.get("client")),
                text(members, "user"),
                text(members, "address"),
                (long) number(members, "queued_messages"),
                (long) number(members, "inflight_messages"),
                (long) (number(members, "queued_bytes")
                        + number(members, "inflight_bytes")
                        + number(members, "waiting_bytes")),
                number(members, "received_rate"),
                number(members, "sent_rate"),
                number(members, "received_bytes_rate") + number(members, "sent_bytes_rate"));
    }

    private static @Nullable String text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    private static double number(Map<?, ?> members, String name) {
        return members.get(name) instanceof Double number ? number : 0;
    }
}
