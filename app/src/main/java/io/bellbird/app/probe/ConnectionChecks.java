package io.bellbird.app.probe;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How clients get in, and what the broker says of itself then. */
final class ConnectionChecks {
    private static final String AREA = "Connections";
    private static final String LIMITS = "Limits";
    private static final int KEEP_ALIVE_SECONDS = 1;
    /** One and a half times the keep-alive, and as much for the broker's own clock. */
    private static final long KEEP_ALIVE_MILLIS = 3_000;

    private ConnectionChecks() {}

    static List<Check> all() {
        return List.of(
                limit("receive maximum", visit -> number(visit.limits().receiveMaximum())),
                limit("maximum packet size", visit -> {
                    long bytes = visit.limits().maximumPacketSize();
                    return Finding.yes(bytes == Connect.Properties.NO_LIMIT ? "none" : bytes + " bytes");
                }),
                limit("topic alias maximum", visit -> number(visit.limits().topicAliasMaximum())),
                limit("maximum QoS", visit -> number(visit.limits().maximumQos().level())),
                limit("retained messages", visit -> available(visit.limits().retainAvailable())),
                limit(
                        "wildcard subscriptions",
                        visit -> available(visit.limits().wildcardSubscriptionAvailable())),
                limit("shared subscriptions", visit -> available(visit.limits().sharedSubscriptionAvailable())),
                limit(
                        "subscription identifiers",
                        visit -> available(visit.limits().subscriptionIdentifiersAvailable())),
                limit("keep-alive of the server", visit -> {
                    int seconds = visit.limits().serverKeepAliveSeconds();
                    return seconds == ConnAck.Properties.ABSENT
                            ? Finding.no("the client's own counts")
                            : Finding.yes(seconds + " s");
                }),
                new Check(AREA, "PINGREQ", "MQTT-3.12.4-1", false, ConnectionChecks::ping),
                new Check(AREA, "empty client id", "", false, ConnectionChecks::emptyId),
                new Check(AREA, "client id of 23 characters", "MQTT-3.1.3-5", false, visit -> idOf(visit, 23)),
                new Check(AREA, "client id of 200 characters", "", false, visit -> idOf(visit, 200)),
                new Check(AREA, "keep-alive is enforced", "MQTT-3.1.2-22", false, ConnectionChecks::keepAlive));
    }

    private static Check limit(String what, Check.Experiment look) {
        return new Check(LIMITS, what, "", true, look);
    }

    private static Finding number(int number) {
        return Finding.yes(Integer.toString(number));
    }

    private static Finding available(boolean is) {
        return is ? Finding.YES : Finding.no("");
    }

    private static Finding ping(Visit visit) throws IOException, InterruptedException {
        try (Talk talk = visit.enter()) {
            return Finding.must(talk.answersPing(), "MQTT-3.12.4-1", "it is not answered");
        }
    }

    private static Finding emptyId(Visit visit) throws IOException, InterruptedException {
        try (Talk talk = visit.entry().id("").knock()) {
            ReasonCode reason = talk.connAck().reason();
            if (reason.isError()) {
                return Finding.no(Finding.reason(reason));
            }
            String assigned = talk.connAck().properties().assignedClientId();
            return visit.version().hasProperties() && assigned == null
                    ? Finding.deviation("MQTT-3.2.2-16", "CONNACK does not say which one is assigned")
                    : Finding.yes(assigned == null ? "" : "assigned: " + assigned);
        }
    }

    private static Finding idOf(Visit visit, int length) throws IOException, InterruptedException {
        String id = visit.clientId();
        String filled = id + "x".repeat(length - id.length());
        try (Talk talk = visit.entry().id(filled).knock()) {
            ReasonCode reason = talk.connAck().reason();
            return reason.isError() ? Finding.no(Finding.reason(reason)) : Finding.YES;
        }
    }

    private static Finding keepAlive(Visit visit) throws IOException, InterruptedException {
        try (Talk talk = visit.entry().keepAlive(KEEP_ALIVE_SECONDS).open()) {
            int replaced = talk.connAck().properties().serverKeepAliveSeconds();
            if (replaced != ConnAck.Properties.ABSENT) {
                return Finding.notTried("the server wants " + replaced + " s");
            }
            return talk.awaitEnd(KEEP_ALIVE_MILLIS)
                    ? Finding.yes("closes" + talk.ending())
                    : Finding.deviation(
                            "MQTT-3.1.2-22",
                            String.format(
                                    Locale.ROOT,
                                    "a client that is silent for %d s with a keep-alive of %d s stays connected",
                                    KEEP_ALIVE_MILLIS / 1_000,
                                    KEEP_ALIVE_SECONDS));
        }
    }

    /** Whether messages travel at all, without which little else can be tried. */
    static Finding messagesTravel(Visit visit) throws InterruptedException {
        return new Check(AREA, "", "", false, v -> MessageChecks.roundTrip(v, Qos.AT_MOST_ONCE)).run(visit);
    }
}
