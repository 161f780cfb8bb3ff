package io.bellbird.app.probe;

import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What can be asked for with a subscription. */
final class SubscriptionChecks {
    private static final String AREA = "Subscriptions";
    private static final String END = "end";
    private static final int SHARED = 10;
    private static final long QUIET_MILLIS = 100;
    private static final long SHARED_MILLIS = 2_000;
    private static final int IDENTIFIER = 200;

    private SubscriptionChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(AREA, "wildcards", "MQTT-4.7.1-1", false, SubscriptionChecks::wildcards),
                new Check(AREA, "overlapping subscriptions", "MQTT-3.3.4-2", false, SubscriptionChecks::overlapping),
                new Check(AREA, "unsubscribe", "MQTT-3.10.4-1", false, SubscriptionChecks::unsubscribe),
                new Check(AREA, "no local", "MQTT-3.8.3-3", true, SubscriptionChecks::noLocal),
                new Check(AREA, "subscription identifiers", "MQTT-3.3.4-3", true, SubscriptionChecks::identifiers),
                new Check(AREA, "shared subscriptions", "MQTT-4.8.2-3", true, SubscriptionChecks::shared));
    }

    private static Finding wildcards(Visit visit) throws IOException, InterruptedException {
        if (!visit.limits().wildcardSubscriptionAvailable()) {
            return Finding.no("CONNACK says so");
        }
        String topic = visit.topic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic + "/+/b/#", Qos.AT_MOST_ONCE);
            for (String below : List.of("/a/b", "/a/b/c/d", "//b", "/a/c", "/a/a/b")) {
                talk.publish(topic + below, Qos.AT_MOST_ONCE, false, below);
            }
            talk.publish(topic + "/a/b", Qos.AT_MOST_ONCE, false, END);
            List<String> came = talk.messagesUntil(END).stream()
                    .map(message -> message.payload().toUtf8())
                    .toList();
            return Finding.must(
                    came.equals(List.of("/a/b", "/a/b/c/d", "//b")), "MQTT-4.7.1-2", "+/b/# matches " + came);
        }
    }

    private static Finding overlapping(Visit visit) throws IOException, InterruptedException {
        if (!visit.limits().wildcardSubscriptionAvailable()) {
            return Finding.notTried("there are no wildcards");
        }
        String topic = visit.topic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic + "/#", Qos.AT_MOST_ONCE);
            talk.subscribe(topic + "/a", Qos.AT_MOST_ONCE);
            talk.publish(topic + "/a", Qos.AT_MOST_ONCE, false, "x");
            talk.publish(topic + "/b", Qos.AT_MOST_ONCE, false, END);
            return Finding.yes(
                    talk.messagesUntil(END).size() == 1 ? "one copy of a message" : "a copy for each subscription");
        }
    }

    private static Finding unsubscribe(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        String other = visit.topic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, Qos.AT_MOST_ONCE);
            talk.subscribe(other, Qos.AT_MOST_ONCE);
            talk.unsubscribe(topic);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, "x");
            talk.publish(other, Qos.AT_MOST_ONCE, false, END);
            return Finding.must(talk.messagesUntil(END).isEmpty(), "MQTT-3.10.4-1", "messages go on to come");
        }
    }

    private static Finding noLocal(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk talk = visit.enter();
                Talk other = visit.enter()) {
            talk.subscribe(
                    topic, new SubscriptionOptions(Qos.AT_MOST_ONCE, true, false, RetainHandling.SEND_ON_SUBSCRIBE), 0);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, "mine");
            talk.answersPing();
            other.publish(topic, Qos.AT_MOST_ONCE, false, END);
            return Finding.must(talk.messagesUntil(END).isEmpty(), "MQTT-3.8.3-3", "the client gets its own message");
        }
    }

    private static Finding identifiers(Visit visit) throws IOException, InterruptedException {
        if (!visit.limits().subscriptionIdentifiersAvailable()) {
            return Finding.no("CONNACK says so");
        }
        String topic = visit.topic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(topic, SubscriptionOptions.of(Qos.AT_MOST_ONCE), IDENTIFIER);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, "x");
            Publish came = talk.message();
            return Finding.must(
                    came.subscriptionIdentifiers().count() == 1
                            && came.subscriptionIdentifiers().get(0) == IDENTIFIER,
                    "MQTT-3.3.4-3",
                    "the message comes without it");
        }
    }

    private static Finding shared(Visit visit) throws IOException, InterruptedException {
        if (!visit.limits().sharedSubscriptionAvailable()) {
            return Finding.no("CONNACK says so");
        }
        String topic = visit.topic();
        String filter = "$share/" + visit.clientId() + "/" + topic;
        try (Talk one = visit.enter();
                Talk two = visit.enter();
                Talk talk = visit.enter()) {
            one.subscribe(filter, Qos.AT_MOST_ONCE);
            two.subscribe(filter, Qos.AT_MOST_ONCE);
            for (int i = 0; i < SHARED; i++) {
                talk.publish(topic, Qos.AT_MOST_ONCE, false, "x");
            }
            int first = 0;
            int second = 0;
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SHARED_MILLIS);
            while (first + second < SHARED && System.nanoTime() < end) {
                first += one.messagesWithin(QUIET_MILLIS).size();
                second += two.messagesWithin(QUIET_MILLIS).size();
            }
            String split = first + " and " + second + " of " + SHARED + " messages";
            return first + second == SHARED ? Finding.yes(split) : Finding.deviation("", split + " arrive");
        }
    }
}
