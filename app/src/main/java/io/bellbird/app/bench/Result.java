package io.bellbird.app.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a broker did with a load.
 *
 * @param broker its address
 * @param times how long things took
 * @param messages how many there were
 * @param latency from when a message was due to its arrival; from the return of the subscriber when it waited for that
 * @param acknowledgement from when a message was due to its acknowledgement
 * @param connect from when a connection was due to CONNACK
 * @param connections that were opened
 * @param errors how often, by what was being done and why it went wrong
 * @param cpuShare what this program took of the processors that it may use, 0..1
 * @param interrupted it ended early
 */
record Result(
        String broker,
        Load load,
        Times times,
        Messages messages,
        Percentiles latency,
        Percentiles acknowledgement,
        Percentiles connect,
        long connections,
        Map<String, Long> errors,
        double cpuShare,
        boolean interrupted) {
    private static final double CPU_SHARE_HIGH = 0.8;
    private static final double KEPT_UP = 0.99;
    private static final int LABEL_WIDTH = 14;

    /**
     * In seconds.
     *
     * @param connect from the first connection to the last
     * @param publish in which the messages that count were sent and acknowledged
     * @param receive in which they came
     */
    record Times(double connect, double publish, double receive) {}

    /**
     * Those that count: they were due in the time that is measured.
     *
     * @param acknowledgedInTime those whose acknowledgement came in that time, whenever they were due: their rate is told
     * @param receivedInTime the same of arrivals
     * @param behind were due and could not be sent in time
     * @param lost were acknowledged, or sent at QoS 0, and did not come: each subscriber's own
     * @param duplicated came once more
     * @param outOfOrder came after a later one of the same publisher and topic
     */
    record Messages(
            long sent,
            long acknowledged,
            long received,
            long acknowledgedInTime,
            long receivedInTime,
            long behind,
            long lost,
            long duplicated,
            long outOfOrder) {}

    /** Messages of QoS 1 or 2 are lost. */
    boolean hasLost() {
        return messages.lost > 0 && load.qos().level() > 0;
    }

    private boolean hasReceivers() {
        return load.scenario() != Scenario.CONN && load.subscribers() > 0;
    }

    private static double rate(long count, double seconds) {
        return seconds > 0 ? count / seconds : 0;
    }

    private double connectRate() {
        return rate(connections, times.connect);
    }

    private double sendRate() {
        return rate(messages.acknowledgedInTime, times.publish);
    }

    private double receiveRate() {
        return rate(messages.receivedInTime, times.receive);
    }

    /** What one compares two brokers by: in the JSON document and of several runs the median. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (load.scenario() == Scenario.CONN) {
            figures.put("connect_rate", connectRate());
        } else {
            figures.put("send_rate", sendRate());
            figures.put("acknowledgement_p50_ms", Words.inMillis(acknowledgement.p50()));
            figures.put("acknowledgement_p99_ms", Words.inMillis(acknowledgement.p99()));
        }
        if (hasReceivers()) {
            figures.put("receive_rate", receiveRate());
            figures.put("latency_p50_ms", Words.inMillis(latency.p50()));
            figures.put("latency_p99_ms", Words.inMillis(latency.p99()));
        }
        figures.put("connect_p50_ms", Words.inMillis(connect.p50()));
        figures.put("connect_p99_ms", Words.inMillis(connect.p99()));
        return figures;
    }

    /** The summary, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(load + " at " + broker + (interrupted ? " (ended early)" : ""));
        add(
                lines,
                "connected",
                Words.number(connections) + " clients in " + seconds(times.connect) + ", " + Words.number(connectRate())
                        + "/s, " + connect);
        if (load.scenario() != Scenario.CONN) {
            long unacknowledged = messages.sent - messages.acknowledged;
            String missing = unacknowledged == 0 ? "" : ", " + Words.number(unacknowledged) + " not acknowledged";
            add(lines, "sent", amount(messages.sent, sendRate()) + missing);
            add(lines, "acknowledged", acknowledgement.toString());
        }
        if (hasReceivers()) {
            add(lines, "received", amount(messages.received, receiveRate()));
            add(lines, "latency", latency.toString());
            add(
                    lines,
                    "lost",
                    Words.number(messages.lost) + ", duplicated " + Words.number(messages.duplicated)
                            + ", out of order " + Words.number(messages.outOfOrder));
        }
        add(lines, "errors", errors.isEmpty() ? "none" : "");
        errors.forEach((reason, count) -> lines.add("  " + Words.number(count) + " x " + reason));
        add(lines, "cpu", Words.percent(cpuShare) + " of " + Cpu.cores() + " cores, of this program alone");
        lines.addAll(warnings());
        return lines;
    }

    private static void add(List<String> lines, String label, String text) {
        lines.add(("  " + label + " ".repeat(LABEL_WIDTH - label.length()) + text).stripTrailing());
    }

    private String amount(long count, double rate) {
        return Words.number(count) + " messages, " + Words.number(rate) + "/s, " + Words.number(count * load.size())
                + " bytes";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** What makes the result mean something else than it seems to. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (cpuShare > CPU_SHARE_HIGH) {
            warnings.add("warning: this program used " + Words.percent(cpuShare)
                    + " of the processors that it may use: it may be the limit, and not the broker");
        }
        if (messages.behind > 0) {
            warnings.add("warning: " + Words.number(messages.behind) + " messages were due and could not be sent in"
                    + " time: the rate was too high for the broker, or for " + Words.number(load.inflight())
                    + " messages in flight for each publisher");
        } else if (!load.isClosedLoop()
                && !interrupted
                && !load.scenario().endsByItself()
                && sendRate() < KEPT_UP * load.rate()) {
            warnings.add("warning: the rate of " + Words.number(load.rate()) + "/s was not reached");
        }
        if (hasLost()) {
            warnings.add("warning: messages that the broker has acknowledged did not come");
        }
        return warnings;
    }

    /** Members for the JSON document. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("broker", broker);
        members.put("parameters", load.members());
        members.put("interrupted", interrupted);
        members.put("connections", connections);
        members.put("connect_seconds", times.connect);
        members.put("publish_seconds", times.publish);
        members.put("receive_seconds", times.receive);
        members.put("sent", messages.sent);
        members.put("acknowledged", messages.acknowledged);
        members.put("received", messages.received);
        members.put("behind", messages.behind);
        members.put("lost", messages.lost);
        members.put("duplicated", messages.duplicated);
        members.put("out_of_order", messages.outOfOrder);
        members.put("figures", figures());
        members.put("connect", connect.members());
        members.put("acknowledgement", acknowledgement.members());
        members.put("latency", latency.members());
        members.put("errors", errors);
        members.put("cpu_share", cpuShare);
        members.put("warnings", warnings());
        return members;
    }
}
