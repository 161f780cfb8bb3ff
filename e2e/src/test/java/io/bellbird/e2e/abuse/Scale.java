package io.bellbird.e2e.abuse;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much abuse there is: the full measure with {@code -Dabuse.scale=full}, and else a part that is quick. */
final class Scale {
    static final boolean FULL = "full".equals(System.getProperty("abuse.scale"));

    /** For what is open besides the sockets of a test. */
    private static final int OTHER_FILES = 300;

    private static final int SOCKETS_MIN = 2_000;

    private Scale() {}

    /** A number of things that depend on the scale. */
    static int of(int part, int full) {
        return FULL ? full : part;
    }

    /**
     * A number of sockets, or as many as this process may open.
     *
     * @throws AssertionError when those are under 2,000
     */
    static int sockets(int part, int full) {
        int possible = (int) Math.min(Integer.MAX_VALUE, filesMax() - OTHER_FILES);
        if (possible < SOCKETS_MIN) {
            throw new AssertionError("the limit of open files leaves room for " + possible
                    + " sockets, but this test needs " + SOCKETS_MIN + ": raise it with 'ulimit -n 20000'");
        }
        return Math.min(of(part, full), possible);
    }

    private static long filesMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }
}
