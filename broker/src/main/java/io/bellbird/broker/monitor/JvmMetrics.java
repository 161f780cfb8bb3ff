package io.bellbird.broker.monitor;

import static io.bellbird.broker.monitor.MetricsText.Type.COUNTER;
import static io.bellbird.broker.monitor.MetricsText.Type.GAUGE;
import static io.bellbird.broker.monitor.MetricsText.label;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The metrics of the process and its JVM, as the JVM tells them. */
final class JvmMetrics {
    private JvmMetrics() {}

    static void addTo(MetricsText text, Host host) {
        text.metric(
                "bellbird_jvm_heap_bytes",
                GAUGE,
                "Heap in use, garbage included.",
                host.heapBytes().getAsLong());
        text.metric(
                "bellbird_jvm_heap_max_bytes",
                GAUGE,
                "The most that the heap may take.",
                Runtime.getRuntime().maxMemory());
        addCollections(text);
        text.metric(
                "bellbird_jvm_threads",
                GAUGE,
                "Threads of Java.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            addProcess(text, system);
        }
    }

    private static void addCollections(MetricsText text) {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        text.metric("bellbird_jvm_gc_total", COUNTER, "Garbage collections, by collector.");
        for (GarbageCollectorMXBean collector : collectors) {
            text.sample("bellbird_jvm_gc_total", name(collector), Math.max(0, collector.getCollectionCount()));
        }
        text.metric("bellbird_jvm_gc_seconds_total", COUNTER, "Time of garbage collections, by collector.");
        for (GarbageCollectorMXBean collector : collectors) {
            text.sample(
                    "bellbird_jvm_gc_seconds_total",
                    name(collector),
                    MetricsText.ofMillis(Math.max(0, collector.getCollectionTime())));
        }
    }

    private static String name(GarbageCollectorMXBean collector) {
        return label("collector", collector.getName());
    }

    private static void addProcess(MetricsText text, UnixOperatingSystemMXBean system) {
        text.seconds(
                "bellbird_process_cpu_seconds_total",
                COUNTER,
                "Processor time of the process.",
                MetricsText.ofNanos(Math.max(0, system.getProcessCpuTime())));
        text.metric(
                "bellbird_process_open_files",
                GAUGE,
                "Open files of the process, sockets included.",
                system.getOpenFileDescriptorCount());
        text.metric(
                "bellbird_process_open_files_max",
                GAUGE,
                "Open files that the process may have.",
                system.getMaxFileDescriptorCount());
    }
}
