package io.bellbird.app.probe;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a broker keeps for those who subscribe later. */
final class RetainedChecks {
    private static final String AREA = "Retained messages";
    private static final String END = "end";

    private RetainedChecks() {}

    static List<Check> all() {
        return List.of(
                check("kept for later subscribers", false, RetainedChecks::kept),
                check("the newest replaces the others", false, RetainedChecks::replaced),
                check("removed by an empty payload", false, RetainedChecks::removed),
                check("by a filter with a wildcard", false, RetainedChecks::byWildcard),
                check("flag of live messages is cleared", false, visit -> liveFlag(visit, false)),
                check("retain as published", true, visit -> liveFlag(visit, true)),
                check("retain handling 1", true, visit -> handling(visit, RetainHandling.SEND_IF_NEW)),
                check("retain handling 2", true, visit -> handling(visit, RetainHandling.DO_NOT_SEND)));
    }

    private static Check check(String what, boolean since5, Check.Experiment experiment) {
        return new Check(
                AREA,
                what,
                "MQTT-3.3.1-9",
                since5,
                visit -> visit.limits().retainAvailable()
                        ? experiment.run(visit)
                        : Finding.notTried("the broker retains nothing"));
    }

    private static String retain(Visit visit, Talk talk, String payload) throws IOException, InterruptedException {
        String topic = visit.retainedTopic();
        retain(visit, talk, topic, payload);
        return topic;
    }

    private static void retain(Visit visit, Talk talk, String topic, String payload)
            throws IOException, InterruptedException {
        talk.publish(topic, visit.atMost(Qos.AT_LEAST_ONCE), true, Bytes.utf8(payload), Visit.fleeting());
    }

    /** What a new subscriber gets before a live message. */
    private static List<Publish> found(Visit visit, String filter, String topic, SubscriptionOptions options)
            throws IOException, InterruptedException {
        try (Talk talk = visit.enter()) {
            talk.subscribe(filter, options, 0);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, END);
            return talk.messagesUntil(END);
        }
    }

    private static List<Publish> found(Visit visit, String topic) throws IOException, InterruptedException {
        return found(visit, topic, topic, SubscriptionOptions.of(Qos.AT_MOST_ONCE));
    }

    private static Finding kept(Visit visit) throws IOException, InterruptedException {
        try (Talk talk = visit.enter()) {
            List<Publish> found = found(visit, retain(visit, talk, "kept"));
            return found.isEmpty()
                    ? Finding.deviation("MQTT-3.3.1-9", "it is not sent to a new subscriber")
                    : Finding.must(found.get(0).retain(), "MQTT-3.3.1-9", "it comes without the RETAIN flag");
        }
    }

    private static Finding replaced(Visit visit) throws IOException, InterruptedException {
        try (Talk talk = visit.enter()) {
            String topic = retain(visit, talk, "first");
            retain(visit, talk, topic, "second");
            List<String> found = found(visit, topic).stream()
                    .map(message -> message.payload().toUtf8())
                    .toList();
            return Finding.must(found.equals(List.of("second")), "MQTT-3.3.1-5", "a new subscriber gets " + found);
        }
    }

    private static Finding removed(Visit visit) throws IOException, InterruptedException {
        try (Talk talk = visit.enter()) {
            String topic = retain(visit, talk, "kept");
            retain(visit, talk, topic, "");
            return Finding.must(found(visit, topic).isEmpty(), "MQTT-3.3.1-6", "it is still there");
        }
    }

    private static Finding byWildcard(Visit visit) throws IOException, InterruptedException {
        if (!visit.limits().wildcardSubscriptionAvailable()) {
            return Finding.notTried("there are no wildcards");
        }
        String parent = visit.retainedTopic();
        try (Talk talk = visit.enter()) {
            String child = visit.retainedTopic();
            retain(visit, talk, parent, "above");
            retain(visit, talk, child, "beside");
            Set<String> found =
                    found(visit, parent + "/#", parent + "/live", SubscriptionOptions.of(Qos.AT_MOST_ONCE)).stream()
                            .map(message -> message.payload().toUtf8())
                            .collect(Collectors.toSet());
            return Finding.must(found.equals(Set.of("above")), "MQTT-4.7.1-1", "TOPIC/# finds " + found);
        }
    }

    private static Finding liveFlag(Visit visit, boolean asPublished) throws IOException, InterruptedException {
        String topic = visit.retainedTopic();
        try (Talk talk = visit.enter()) {
            talk.subscribe(
                    topic,
                    new SubscriptionOptions(Qos.AT_MOST_ONCE, false, asPublished, RetainHandling.SEND_ON_SUBSCRIBE),
                    0);
            retain(visit, talk, topic, "live");
            boolean flag = talk.message().retain();
            return asPublished
                    ? Finding.must(flag, "MQTT-3.3.1-13", "the RETAIN flag is cleared")
                    : Finding.must(!flag, "MQTT-3.3.1-12", "the RETAIN flag is set");
        }
    }

    private static Finding handling(Visit visit, RetainHandling handling) throws IOException, InterruptedException {
        boolean ifNew = handling == RetainHandling.SEND_IF_NEW;
        String statement = ifNew ? "MQTT-3.3.1-10" : "MQTT-3.3.1-11";
        SubscriptionOptions options = new SubscriptionOptions(Qos.AT_MOST_ONCE, false, false, handling);
        try (Talk talk = visit.enter()) {
            String topic = retain(visit, talk, "kept");
            talk.subscribe(topic, options, 0);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, END);
            int first = talk.messagesUntil(END).size();
            talk.subscribe(topic, options, 0);
            talk.publish(topic, Qos.AT_MOST_ONCE, false, END);
            int second = talk.messagesUntil(END).size();
            return Finding.must(
                    first == (ifNew ? 1 : 0) && second == 0,
                    statement,
                    "it comes " + first + " times for the new subscription, and " + second + " times for the old one");
        }
    }
}
