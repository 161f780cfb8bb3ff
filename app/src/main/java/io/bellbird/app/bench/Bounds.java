package io.bellbird.app.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this machine and this program can do.
 *
 * @param filesMax that may be open, or a negative number when nobody knows
 * @param ports from which one can connect to one address, or a negative number when nobody knows
 * @param memoryBytes that the program may take
 */
record Bounds(long filesMax, long ports, long memoryBytes) {
    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    /** Libraries, selectors, the terminal. */
    private static final int OTHER_FILES = 100;

    private static final int CLIENT_BYTES = 8 * 1024;
    private static final int MESSAGE_BYTES = 400;

    /** Those of here. */
    static Bounds ofThisMachine() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
        return new Bounds(files, localPorts(), Runtime.getRuntime().maxMemory());
    }

    private static long localPorts() {
        try {
            String[] range = Files.readString(PORT_RANGE).strip().split("\\s+", -1);
            return Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
            return -1;
        }
    }

    /**
     * Why a load is too much for this machine.
     *
     * @param unix the broker is reached by a Unix socket
     * @return empty when it is not
     */
    Optional<String> tooMuch(Load load, boolean unix) {
        long clients = load.clients();
        if (filesMax > 0 && clients + OTHER_FILES > filesMax) {
            return Optional.of(clients + " clients need about " + (clients + OTHER_FILES)
                    + " open files, and this process may have " + filesMax + ": raise that with 'ulimit -n "
                    + (clients + OTHER_FILES) + "', or take fewer clients");
        }
        if (!unix && ports > 0 && clients > ports) {
            return Optional.of(clients + " clients need as many ports, and this machine has " + ports
                    + " for one address: widen net.ipv4.ip_local_port_range, or take fewer clients");
        }
        long bytes =
                clients * CLIENT_BYTES + (long) load.publishers() * load.inflight() * (load.size() + MESSAGE_BYTES);
        if (bytes > memoryBytes / 2) {
            return Optional.of("that may take " + (bytes >> 20) + " MiB, and this program may have "
                    + (memoryBytes >> 20) + ": lower --size, --inflight or the number of clients, or give it more with"
                    + " BELLBIRD_JAVA_OPTS=-Xmx...");
        }
        return Optional.empty();
    }
}
