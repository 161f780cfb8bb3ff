package io.bellbird.app.probe;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a broker remembers of a client that is away, and what it says when it is gone: sessions and wills. */
final class SessionChecks {
    private static final String SESSIONS = "Sessions";
    private static final String WILLS = "Wills";
    private static final String END = "end";
    private static final long EXPIRY_SECONDS = 1;
    private static final long DELAY_SECONDS = 1;
    /** So much later than a second everything of a second must have happened. */
    private static final long LATE_MILLIS = 1_000;

    private static final long EARLY_MILLIS = 500;

    private SessionChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(SESSIONS, "go on after a reconnect", "MQTT-3.1.2-5", false, SessionChecks::resumed),
                new Check(SESSIONS, "keep messages meanwhile", "MQTT-4.5.0-1", false, SessionChecks::queued),
                new Check(
                        SESSIONS, "send again what was not acknowledged", "MQTT-4.4.0-1", false, SessionChecks::resent),
                new Check(SESSIONS, "discarded by a clean start", "MQTT-3.1.2-4", false, SessionChecks::discarded),
                new Check(SESSIONS, "expire", "MQTT-4.1.0-2", true, SessionChecks::expires),
                new Check(SESSIONS, "expiry that is granted", "", true, SessionChecks::granted),
                new Check(SESSIONS, "taken over by the same client id", "MQTT-3.1.4-3", false, SessionChecks::takeover),
                new Check(WILLS, "published when the connection breaks", "MQTT-3.1.2-8", false, SessionChecks::will),
                new Check(WILLS, "not published after DISCONNECT", "MQTT-3.1.2-10", false, SessionChecks::noWill),
                new Check(WILLS, "published when DISCONNECT says so", "MQTT-3.1.2-8", true, SessionChecks::askedWill),
                new Check(WILLS, "retained", "MQTT-3.1.2-15", false, SessionChecks::retainedWill),
                new Check(WILLS, "delayed", "MQTT-3.1.2-8", true, SessionChecks::delayedWill),
                new Check(
                        WILLS, "delayed, and the client is back", "MQTT-3.1.3-9", true, SessionChecks::cancelledWill));
    }

    private static Finding resumed(Visit visit) throws IOException, InterruptedException {
        String id = visit.clientId();
        String topic = visit.topic();
        try (Talk first = visit.entry().staying(id).open()) {
            first.subscribe(topic, Qos.AT_MOST_ONCE);
        }
        try (Talk second = visit.entry().staying(id).resuming().open()) {
            if (!second.connAck().sessionPresent() && visit.version() != MqttVersion.V3_1) {
                return Finding.deviation("MQTT-3.2.2-3", "the session is gone");
            }
            second.publish(topic, Qos.AT_MOST_ONCE, false, "x");
            second.message();
            return Finding.YES;
        }
    }

    private static Finding queued(Visit visit) throws IOException, InterruptedException {
        Qos qos = visit.atMost(Qos.AT_LEAST_ONCE);
        if (qos == Qos.AT_MOST_ONCE) {
            return Finding.notTried("there is no QoS 1");
        }
        String id = visit.clientId();
        String topic = visit.topic();
        try (Talk first = visit.entry().staying(id).open()) {
            first.subscribe(topic, qos);
        }
        try (Talk other = visit.enter()) {
            other.publish(topic, qos, false, "meanwhile");
        }
        try (Talk second = visit.entry().staying(id).resuming().open()) {
            return Finding.must(
                    second.message().payload().toUtf8().equals("meanwhile"), "MQTT-4.5.0-1", "another message comes");
        }
    }

    private static Finding resent(Visit visit) throws IOException, InterruptedException {
        Qos qos = visit.atMost(Qos.AT_LEAST_ONCE);
        if (qos == Qos.AT_MOST_ONCE) {
            return Finding.notTried("there is no QoS 1");
        }
        String id = visit.clientId();
        String topic = visit.topic();
        Talk first = visit.entry().staying(id).open();
        first.acknowledgeNothing();
        first.subscribe(topic, qos);
        first.publish(topic, qos, false, "again");
        Publish once = first.message();
        first.cut();
        try (Talk second = visit.entry().staying(id).resuming().open()) {
            Publish again = second.message();
            if (!again.duplicate()) {
                return Finding.deviation("MQTT-3.3.1-1", "it comes without the DUP flag");
            }
            return Finding.must(
                    again.packetId() == once.packetId(), "MQTT-4.4.0-1", "it comes with another packet identifier");
        }
    }

    private static Finding discarded(Visit visit) throws IOException, InterruptedException {
        String id = visit.clientId();
        String topic = visit.topic();
        try (Talk first = visit.entry().staying(id).open()) {
            first.subscribe(topic, Qos.AT_MOST_ONCE);
        }
        try (Talk second = visit.entry().id(id).open()) {
            if (second.connAck().sessionPresent()) {
                return Finding.deviation("MQTT-3.2.2-2", "CONNACK says that the session is there");
            }
            second.publish(topic, Qos.AT_MOST_ONCE, false, "x");
            second.subscribe(topic, Qos.AT_MOST_ONCE);
            second.publish(topic, Qos.AT_MOST_ONCE, false, END);
            return Finding.must(second.messagesUntil(END).isEmpty(), "MQTT-3.1.2-4", "the subscription is still there");
        }
    }

    private static Finding expires(Visit visit) throws IOException, InterruptedException {
        String id = visit.clientId();
        visit.entry().staying(id).expiringAfter(EXPIRY_SECONDS).open().close();
        TimeUnit.MILLISECONDS.sleep(TimeUnit.SECONDS.toMillis(EXPIRY_SECONDS) + LATE_MILLIS);
        try (Talk second = visit.entry().staying(id).resuming().open()) {
            return Finding.must(
                    !second.connAck().sessionPresent(),
                    "MQTT-4.1.0-2",
                    "a session is there " + LATE_MILLIS + " ms after its expiry has passed");
        }
    }

    private static Finding granted(Visit visit) throws IOException, InterruptedException {
        try (Talk talk = visit.entry()
                .staying(visit.clientId())
                .expiringAfter(Connect.Properties.NEVER_EXPIRES)
                .open()) {
            long granted = talk.connAck().properties().sessionExpiryIntervalSeconds();
            boolean asAsked = granted == ConnAck.Properties.ABSENT || granted == Connect.Properties.NEVER_EXPIRES;
            return Finding.yes(asAsked ? "for ever" : "at most " + granted + " s");
        }
    }

    private static Finding takeover(Visit visit) throws IOException, InterruptedException {
        String id = visit.clientId();
        Talk first = visit.entry().id(id).open();
        try (Talk second = visit.entry().id(id).open()) {
            if (!first.awaitEnd()) {
                first.close();
                return Finding.deviation("MQTT-3.1.4-3", "the first connection stays open");
            }
            boolean told = first.disconnect().equals(Optional.of(ReasonCode.SESSION_TAKEN_OVER));
            return visit.version().hasProperties() && !told
                    ? Finding.deviation(
                            "MQTT-3.1.4-3", "the first client is closed" + first.ending() + ", not with 0x8E")
                    : Finding.must(second.answersPing(), "MQTT-3.1.4-5", "the second client is closed as well");
        }
    }

    /** Somebody who waits for a will, and a client that has it. */
    private static Visit.Entry mortal(Visit visit, String topic, long delaySeconds) {
        return visit.entry().will(topic, Qos.AT_MOST_ONCE, false, "gone", delaySeconds);
    }

    private static Finding will(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk watcher = visit.enter()) {
            watcher.subscribe(topic, Qos.AT_MOST_ONCE);
            mortal(visit, topic, 0).open().cut();
            watcher.message();
            return Finding.YES;
        }
    }

    private static Finding noWill(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk watcher = visit.enter()) {
            watcher.subscribe(topic, Qos.AT_MOST_ONCE);
            mortal(visit, topic, 0).open().close();
            return Finding.must(
                    watcher.messagesWithin(EARLY_MILLIS).isEmpty(), "MQTT-3.1.2-10", "it is published all the same");
        }
    }

    private static Finding askedWill(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk watcher = visit.enter()) {
            watcher.subscribe(topic, Qos.AT_MOST_ONCE);
            mortal(visit, topic, 0).open().leave(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE);
            watcher.message();
            return Finding.YES;
        }
    }

    private static Finding retainedWill(Visit visit) throws IOException, InterruptedException {
        if (!visit.limits().retainAvailable()) {
            return Finding.notTried("the broker retains nothing");
        }
        String topic = visit.retainedTopic();
        try (Talk watcher = visit.enter()) {
            watcher.subscribe(topic, Qos.AT_MOST_ONCE);
            visit.entry().will(topic, Qos.AT_MOST_ONCE, true, "gone", 0).open().cut();
            watcher.message();
        }
        try (Talk later = visit.enter()) {
            later.subscribe(topic, Qos.AT_MOST_ONCE);
            return Finding.must(later.message().retain(), "MQTT-3.1.2-15", "it comes without the RETAIN flag");
        }
    }

    private static Finding delayedWill(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        try (Talk watcher = visit.enter()) {
            watcher.subscribe(topic, Qos.AT_MOST_ONCE);
            mortal(visit, topic, DELAY_SECONDS).staying(visit.clientId()).open().cut();
            boolean early = !watcher.messagesWithin(EARLY_MILLIS).isEmpty();
            if (early) {
                return Finding.no("it comes at once");
            }
            watcher.message();
            return Finding.YES;
        }
    }

    private static Finding cancelledWill(Visit visit) throws IOException, InterruptedException {
        String topic = visit.topic();
        String id = visit.clientId();
        try (Talk watcher = visit.enter()) {
            watcher.subscribe(topic, Qos.AT_MOST_ONCE);
            mortal(visit, topic, DELAY_SECONDS).staying(id).open().cut();
            try (Talk back = visit.entry().staying(id).resuming().open()) {
                int count = watcher.messagesWithin(TimeUnit.SECONDS.toMillis(DELAY_SECONDS) + LATE_MILLIS)
                        .size();
                return Finding.must(
                        count == 0 && back.answersPing(), "MQTT-3.1.3-9", "it is published though the client is back");
            }
        }
    }
}
