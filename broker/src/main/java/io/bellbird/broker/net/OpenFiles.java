package io.bellbird.broker.net;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections the operating system has room for: each is an open file. */
final class OpenFiles {
    private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

    /** For the store, the log, the listeners and the program itself. */
    static final int OTHER_FILES = 200;
    /** Room for fewer connections than that is worth a warning. */
    private static final int FEW_CONNECTIONS = 1_000;

    private OpenFiles() {}

    /** The connections that this process may have, at least 1; as many as there can be when nobody says. */
    static int connectionsMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? connectionsMax(system.getMaxFileDescriptorCount())
                : Integer.MAX_VALUE;
    }

    /**
     * The connections that a limit of open files leaves room for; warns when they are few.
     *
     * @param filesMax what the operating system allows, at least 0
     */
    static int connectionsMax(long filesMax) {
        int connections = (int) Math.max(1, Math.min(Integer.MAX_VALUE, filesMax - OTHER_FILES));
        if (connections < FEW_CONNECTIONS) {
            log.warn(
                    "file_limit={} leaves room for {} connections: raise it before the start, with 'ulimit -n 65536' or"
                            + " with LimitNOFILE in the unit of the service",
                    filesMax,
                    connections);
        }
        return connections;
    }
}
