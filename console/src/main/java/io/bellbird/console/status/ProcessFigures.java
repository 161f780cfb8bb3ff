package io.bellbird.console.status;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process around the broker, as the system tells it; what it does not tell is -1.
 *
 * @param cpuNanos processor time since its start
 * @param memoryBytes that it takes of the machine's memory
 * @param openFiles sockets included
 * @param openFilesMax as many there may be
 */
record ProcessFigures(long cpuNanos, long memoryBytes, long openFiles, long openFilesMax) {
    private static final Logger log = LoggerFactory.getLogger(ProcessFigures.class);

    private static final Path PAGES = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4_096;

    /** Its processor time now, and nothing else: that costs little. */
    static ProcessFigures processorTime() {
        long cpuNanos = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
        return new ProcessFigures(cpuNanos, -1, -1, -1);
    }

    /** The same processor time, and the rest as it is now. */
    ProcessFigures complete() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new ProcessFigures(
                        cpuNanos, residentBytes(), unix.getOpenFileDescriptorCount(), unix.getMaxFileDescriptorCount())
                : this;
    }

    private static long residentBytes() {
        try {
            return Files.exists(PAGES) ? Long.parseLong(Files.readString(PAGES).split(" ", 3)[1]) * PAGE_BYTES : -1;
        } catch (IOException | RuntimeException unreadable) {
            log.debug("{} tells nothing", PAGES, unreadable);
            return -1;
        }
    }
}
