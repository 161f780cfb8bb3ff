package io.bellbird.broker.monitor;

import static io.bellbird.broker.monitor.Metric.Type.COUNTER;
import static io.bellbird.broker.monitor.Metric.Type.GAUGE;
import static io.bellbird.broker.monitor.MetricList.sample;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/** The metrics of the process and its JVM, as the JVM tells them. */
final class JvmMetrics {
    private JvmMetrics() {}

    static void addTo(MetricList list, Host host) {
        list.metric(
                "bellbird_jvm_heap_bytes",
                GAUGE,
                "Heap in use, garbage included.",
                host.heapBytes().getAsLong());
        list.metric(
                "bellbird_jvm_heap_max_bytes",
                GAUGE,
                "The most that the heap may take.",
                Runtime.getRuntime().maxMemory());
        addCollections(list);
        list.metric(
                "bellbird_jvm_threads",
                GAUGE,
                "Threads of Java.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            addProcess(list, system);
        }
    }

    private static void addCollections(MetricList list) {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        list.metric(
                "bellbird_jvm_gc_total",
                COUNTER,
                "Garbage collections, by collector.",
                collectors.stream()
                        .map(each ->
                                sample("bellbird_jvm_gc_total", label(each), Math.max(0, each.getCollectionCount())))
                        .toList());
        list.metric(
                "bellbird_jvm_gc_seconds_total",
                COUNTER,
                "Time of garbage collections, by collector.",
                collectors.stream()
                        .map(each -> new Metric.Sample(
                                "bellbird_jvm_gc_seconds_total",
                                label(each),
                                MetricList.ofMillis(Math.max(0, each.getCollectionTime()))))
                        .toList());
    }

    private static Map<String, String> label(GarbageCollectorMXBean collector) {
        return Map.of("collector", collector.getName());
    }

    private static void addProcess(MetricList list, UnixOperatingSystemMXBean system) {
        list.metric(
                "bellbird_process_cpu_seconds_total",
                COUNTER,
                "Processor time of the process.",
                MetricList.ofNanos(Math.max(0, system.getProcessCpuTime())));
        list.metric(
                "bellbird_process_open_files",
                GAUGE,
                "Open files of the process, sockets included.",
                system.getOpenFileDescriptorCount());
        list.metric(
                "bellbird_process_open_files_max",
                GAUGE,
                "Open files that the process may have.",
                system.getMaxFileDescriptorCount());
    }
}
