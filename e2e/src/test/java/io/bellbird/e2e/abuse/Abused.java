package io.bellbird.e2e.abuse;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The brokers that are abused: 2 shards, a small heap, and figures under $SYS every second. */
final class Abused {
    private Abused() {}

    /** A broker that stores what must survive, with as much heap as on a small machine. */
    static BrokerProcess start(Path folder, String... lines) {
        return start(folder, 512, lines);
    }

    /**
     * A broker that stores what must survive.
     *
     * @param heapMebibytes 64 or more
     * @param lines more of its configuration
     */
    static BrokerProcess start(Path folder, int heapMebibytes, String... lines) {
        List<String> all = new ArrayList<>(List.of("sys_interval 1", "connection_messages false"));
        all.addAll(List.of(lines));
        Map<String, String> heap = Map.of("BELLBIRD_JAVA_OPTS", "-Xmx" + heapMebibytes + "m");
        return BrokerProcess.start(new BrokerSetup(2, folder.resolve("data"), all, List.of(), heap));
    }
}
