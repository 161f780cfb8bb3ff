package io.bellbird.app;

import io.bellbird.app.RememberedState.Loss;
import io.bellbird.broker.store.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answer to what survives what, as text that reads well on a terminal and as Markdown. */
final class DurabilityTable {
    private static final String CLASSES =
            """
            The setting `durability` says what an acknowledgement means. There is one for the broker, and a listener
            can have its own for its clients.

            - `memory`: it is written down when the broker is stopped, and lost when it is killed.
            - `process`, the default: it is handed to the operating system before the acknowledgement leaves.
            - `disk`: it is on the disk before the acknowledgement leaves.

            The table names the classes at which a thing is still there afterwards. It is about things that were
            acknowledged: a message by PUBACK or PUBREC, a subscription by SUBACK, a session by CONNACK.

            """;

    private static final String NOTES =
            """

            - Killed means `kill -9`, a crash of the broker, or one that takes too long to stop. Power lost includes
              a crash of the operating system.
            - A session is kept when it has Clean Session 0 or a Session Expiry Interval above 0, until it expires.
              Any other ends with its connection, and nothing of it is ever stored.
            - Messages of QoS 0 are not queued for a client that is away.
            - A message of QoS 1 goes to its client without waiting for the store. So after a kill it is sent again,
              as QoS 1 may be, and maybe with another packet id.
            - To be kept means for a will that it is published, by a broker that was killed before it accepts clients
              again. A broker that is stopped publishes at once each will that has no delay.
            - With `persistence false` nothing outlives the broker, whatever the class.
            - A message that was not acknowledged may be kept or not; its publisher sends it again.
            - Limits and expiries of the configuration still hold. What they cost is counted.
            """;

    private DurabilityTable() {}

    static String text() {
        return CLASSES + table() + NOTES;
    }

    private static String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.concat(Stream.of("what"), Stream.of(Loss.values()).map(Loss::inWords))
                .toList());
        for (RememberedState state : RememberedState.values()) {
            rows.add(Stream.concat(
                            Stream.of(state.inWords()), Stream.of(Loss.values()).map(loss -> classes(state, loss)))
                    .toList());
        }
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int index = column;
            widths.add(
                    rows.stream().mapToInt(row -> row.get(index).length()).max().orElseThrow());
        }
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(line(row, widths)));
        lines.add(1, widths.stream().map("-"::repeat).collect(Collectors.joining("-|-", "|-", "-|")));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths.get(column) - cell.length()))
                    .append(" |");
        }
        return line.toString();
    }

    private static String classes(RememberedState state, Loss loss) {
        return state.keptFrom(loss).map(DurabilityTable::upwardsFrom).orElse("never");
    }

    private static String upwardsFrom(Durability lowest) {
        if (lowest == Durability.MEMORY) {
            return "always";
        }
        return Stream.of(Durability.values())
                .filter(durability -> durability.compareTo(lowest) >= 0)
                .map(durability -> durability.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
