package io.bellbird.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start a broker that keeps what it has in a folder of the test's choice.
 *
 * @param shards 1..16
 * @param data the folder for what must survive; need not exist
 * @param lines more of the configuration; those for Bellbird alone are in {@code bellbirdLines}
 * @param bellbirdLines left out for another broker, which does not know them
 * @param environment more variables for its process
 */
public record BrokerSetup(
        int shards, Path data, List<String> lines, List<String> bellbirdLines, Map<String, String> environment) {
    public BrokerSetup {
        lines = List.copyOf(lines);
        bellbirdLines = List.copyOf(bellbirdLines);
        environment = Map.copyOf(environment);
    }

    /** 2 shards, and no limit on the number of messages that wait. */
    public static BrokerSetup keeping(Path data) {
        return new BrokerSetup(2, data, List.of("max_queued_messages 0"), List.of(), Map.of());
    }

    /**
     * Adds what an acknowledgement means.
     *
     * @param durability memory, process or disk
     */
    public BrokerSetup durability(String durability) {
        return bellbirdLine("durability " + durability);
    }

    /** Adds the admin listener, on a port of 127.0.0.1. */
    public BrokerSetup adminListener(int port) {
        return bellbirdLine("admin_listener " + port);
    }

    private BrokerSetup bellbirdLine(String line) {
        List<String> more = new ArrayList<>(bellbirdLines);
        more.add(line);
        return new BrokerSetup(shards, data, lines, more, environment);
    }

    /** Adds variables for the process of the broker. */
    public BrokerSetup environment(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(variables);
        return new BrokerSetup(shards, data, lines, bellbirdLines, more);
    }

    /** The same for a folder with other, or the same, content. */
    public BrokerSetup data(Path other) {
        return new BrokerSetup(shards, other, lines, bellbirdLines, environment);
    }
}
