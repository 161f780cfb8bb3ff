package io.bellbird.app.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is asked of a broker. */
enum Scenario {
    /** Opens connections and keeps them open. */
    CONN(0, 1_000, 0, 0, 1),
    /** Publishes to nobody. */
    PUB(10, 0, 10, 0, 10),
    /** Each subscriber has topics of its own. */
    SUB(10, 10, 10, 1_000, 10),
    /** Many publishers, and each subscriber gets everything. */
    FAN_IN(100, 1, 100, 1_000, 10),
    /** Few publishers, and each of many subscribers gets everything. */
    FAN_OUT(1, 100, 1, 100, 10),
    /** The subscribers share one subscription, so that one of them gets each message. */
    SHARED(10, 10, 10, 1_000, 10),
    /** Publishes while the subscribers are away, who then come back for it. */
    OFFLINE(10, 10, 10, 500, 10),
    /** Publishes a retained message for each topic, then subscribes to all of them. */
    RETAINED(10, 10, 1_000, 0, 10);

    private final int publishers;
    private final int subscribers;
    private final int topics;
    private final double rate;
    private final int seconds;

    /**
     * @param publishers by default, as those that follow; 0 when the scenario has none
     * @param rate a second; 0 for as fast as acknowledged
     */
    Scenario(int publishers, int subscribers, int topics, double rate, int seconds) {
        this.publishers = publishers;
        this.subscribers = subscribers;
        this.topics = topics;
        this.rate = rate;
        this.seconds = seconds;
    }

    int publishers() {
        return publishers;
    }

    int subscribers() {
        return subscribers;
    }

    int topics() {
        return topics;
    }

    double rate() {
        return rate;
    }

    int seconds() {
        return seconds;
    }

    /** As it is written on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Each subscriber gets the messages of all topics, alone or with the others. */
    boolean subscribesToAll() {
        return switch (this) {
            case FAN_IN, FAN_OUT, SHARED, RETAINED -> true;
            case CONN, PUB, SUB, OFFLINE -> false;
        };
    }

    /** Ends when its work is done, and not when its time is over. */
    boolean endsByItself() {
        return this == CONN || this == RETAINED;
    }

    /** {@code --clients} are those of which there are many. */
    boolean isAboutPublishers() {
        return this == PUB || this == FAN_IN;
    }

    static String words() {
        return Arrays.stream(values()).map(Scenario::word).collect(Collectors.joining(", "));
    }
}
