package io.bellbird.app.bench;

import io.bellbird.codec.Qos;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of a scenario is asked of a broker.
 *
 * @param publishers 0 exactly when the scenario has none
 * @param subscribers the clients of {@link Scenario#CONN}; 0 exactly when the scenario has none
 * @param topics 1 or more, unless the scenario has none
 * @param size of payloads, in bytes; {@link Stamp#BYTES} or more
 * @param rate messages, or connections, a second of all clients together; 0 for as fast as they are acknowledged
 * @param rampSeconds in which the rate rises from 0; 0 for at once
 * @param seconds that are measured
 * @param warmUpSeconds that come before, at the full rate
 * @param inflight messages of each publisher that are not acknowledged, at most; of {@link Scenario#CONN} the connections
 *     that are being opened
 */
record Load(
        Scenario scenario,
        int publishers,
        int subscribers,
        int topics,
        int size,
        Qos qos,
        double rate,
        double rampSeconds,
        double seconds,
        double warmUpSeconds,
        int inflight) {
    static final int CLIENTS_MAX = 1_000_000;
    static final int TOPICS_MAX = 10_000_000;
    static final int SIZE_MAX = 16 << 20;
    static final double RATE_MAX = 10_000_000;
    static final double SECONDS_MAX = 7 * 24 * 3_600;
    static final int INFLIGHT_MAX = 65_535;

    /** The message of the exception is for the user. */
    Load {
        require("--publishers", publishers, scenario.publishers() == 0 ? 0 : 1, CLIENTS_MAX);
        require(
                scenario == Scenario.CONN ? "--clients" : "--subscribers",
                subscribers,
                scenario.subscribers() == 0 ? 0 : 1,
                CLIENTS_MAX);
        require("--topics", topics, scenario.topics() == 0 ? 0 : 1, TOPICS_MAX);
        require("--size", size, Stamp.BYTES, SIZE_MAX);
        require("--rate", rate, 0, RATE_MAX);
        require("--ramp", rampSeconds, 0, SECONDS_MAX);
        require("--seconds", seconds, 0.1, SECONDS_MAX);
        require("--warm-up", warmUpSeconds, 0, SECONDS_MAX);
        require("--inflight", inflight, 1, INFLIGHT_MAX);
        if (rampSeconds > 0 && rate == 0) {
            throw new IllegalArgumentException("--ramp rises to a rate: give one with --rate");
        }
    }

    private static void require(String option, double value, double min, double max) {
        if (value < min || value > max || Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    option + " is " + Words.number(value) + ", use " + Words.number(min) + " to " + Words.number(max));
        }
    }

    int clients() {
        return publishers + subscribers;
    }

    /** Each has one publisher and one topic, so that its messages have an order. */
    int streams() {
        return Math.max(publishers, topics);
    }

    boolean isClosedLoop() {
        return rate == 0;
    }

    /** The same for a second, so that this program is warm when it counts. */
    Load forPractice() {
        return new Load(
                scenario, publishers, subscribers, topics, size, qos, rate, 0, Math.min(1, seconds), 0, inflight);
    }

    Load withRate(double other) {
        return new Load(
                scenario,
                publishers,
                subscribers,
                topics,
                size,
                qos,
                other,
                rampSeconds,
                seconds,
                warmUpSeconds,
                inflight);
    }

    /** Members for the JSON document. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        if (scenario == Scenario.CONN) {
            members.put("clients", subscribers);
        } else {
            members.put("publishers", publishers);
            members.put("subscribers", subscribers);
            members.put("topics", topics);
            members.put("size", size);
            members.put("qos", qos.level());
        }
        members.put("rate", rate);
        members.put("ramp", rampSeconds);
        members.put("seconds", seconds);
        members.put("warm_up", warmUpSeconds);
        members.put("inflight", inflight);
        return members;
    }

    /** For the first line of a result. */
    @Override
    public String toString() {
        String pace = isClosedLoop() ? "as fast as acknowledged" : Words.number(rate) + "/s";
        if (scenario == Scenario.CONN) {
            return "conn: " + Words.count(subscribers, "client") + ", " + pace;
        }
        return scenario.word() + ": " + Words.count(publishers, "publisher") + ", "
                + Words.count(subscribers, "subscriber") + ", " + Words.count(topics, "topic") + ", QoS " + qos.level()
                + ", " + Words.count(size, "byte") + ", " + pace
                + (scenario.endsByItself() ? "" : ", " + Words.number(seconds) + " s");
    }
}
