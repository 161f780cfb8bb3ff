package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be true of a simulated broker and its clients. */
final class SimulationCheck {
    private static final List<Counter> NO_LOSSES = List.of(
            Counter.DROPPED_QUEUE_FULL,
            Counter.DROPPED_TOO_LARGE,
            Counter.DROPPED_NOT_AUTHORIZED,
            Counter.REJECTED_QUEUE_FULL,
            Counter.DROPPED_MEMORY_FULL);

    private static final List<Gauge> EMPTY =
            List.of(Gauge.QUEUED_MESSAGES, Gauge.QUEUED_BYTES, Gauge.INFLIGHT_MESSAGES, Gauge.INFLIGHT_BYTES);

    private SimulationCheck() {}

    /**
     * At any time.
     *
     * @param storeMayRefuse there may have been times at which the store took nothing new
     */
    static void broker(TestBroker broker, boolean storeMayRefuse) {
        assertThat(broker.count(Counter.BUGS)).as("defects of the broker").isZero();
        assertThat(broker.store().orphans())
                .as("records of sessions that the store does not have")
                .isEmpty();
        for (Counter losses : NO_LOSSES) {
            assertThat(broker.count(losses)).as(losses.name()).isZero();
        }
        if (!storeMayRefuse) {
            assertThat(broker.count(Counter.DROPPED_STORE_UNAVAILABLE))
                    .as("refused by a store that refuses nothing")
                    .isZero();
        }
    }

    /** When everybody has read everything. */
    static void all(Simulation simulation) {
        broker(simulation.broker(), simulation.storeMayRefuse());
        simulation.broker().assertSound();
        for (FaithfulClient receiver : simulation.clients()) {
            assertThat(receiver.isDone())
                    .as("all of %s is acknowledged", receiver.clientId())
                    .isTrue();
            everythingDueArrived(receiver, simulation.broker().store().retained());
            wills(simulation, receiver);
            publishersInOrder(simulation).forEach(publisher -> order(publisher, receiver));
        }
        retained(simulation);
        nothingIsLeft(simulation);
    }

    /** Those whose messages come in as they are sent: one that was refused may come in when it is sent again. */
    private static List<FaithfulClient> publishersInOrder(Simulation simulation) {
        return simulation.clients().stream()
                .filter(client -> !client.mayGetRefusals())
                .toList();
    }

    private static Set<String> payloads(List<Publish> messages) {
        return messages.stream().map(message -> message.payload().toUtf8()).collect(Collectors.toSet());
    }

    private static void everythingDueArrived(FaithfulClient receiver, Map<String, String> retained) {
        Set<String> missing = receiver.subscriptions().due(retained);
        missing.removeAll(payloads(receiver.received()));
        missing.remove("");
        assertThat(missing).as("what %s should have got", receiver.clientId()).isEmpty();
    }

    private static void wills(Simulation simulation, FaithfulClient receiver) {
        Set<String> got = payloads(receiver.received());
        for (FaithfulClient dying : simulation.clients()) {
            assertThat(got)
                    .as("wills of %s that are not to be published", dying.clientId())
                    .doesNotContainAnyElementsOf(nonEmpty(dying.wills().never()));
            if (receiver.kind() == FaithfulClient.Kind.CONSTANT) {
                assertThat(got)
                        .as("wills of %s", dying.clientId())
                        .containsAll(dying.wills().due());
            }
        }
    }

    private static Set<String> nonEmpty(Set<String> texts) {
        return texts.isEmpty() ? Set.of("none") : texts;
    }

    /**
     * Messages of one publisher, topic and QoS come first in the order in which they were sent [MQTT-4.6.0-5]. One of
     * QoS 1 that is sent again is another message to whoever has subscribed since; and all is
     * another message to a session that is not stored, when a crash came before it was acknowledged.
     */
    private static void order(FaithfulClient publisher, FaithfulClient receiver) {
        for (Qos qos : List.of(Qos.AT_LEAST_ONCE, Qos.EXACTLY_ONCE)) {
            boolean constant = receiver.kind() == FaithfulClient.Kind.CONSTANT;
            boolean once = receiver.kind() != FaithfulClient.Kind.FLEETING
                    && qos == Qos.EXACTLY_ONCE
                    && receiver.subscriptions().qos() == Qos.EXACTLY_ONCE;
            if (!constant && !once) {
                continue;
            }
            Map<String, List<String>> sent = new HashMap<>();
            for (SimulatedMessage message : publisher.published()) {
                if (message.qos() == qos && !message.payload().isEmpty() && !message.expires()) {
                    sent.computeIfAbsent(message.topic(), topic -> new ArrayList<>())
                            .add(message.payload());
                }
            }
            sent.forEach((topic, payloads) -> {
                Set<String> seen = new LinkedHashSet<>();
                for (Publish message : receiver.received()) {
                    String payload = message.payload().toUtf8();
                    if (!message.retain() && payloads.contains(payload)) {
                        seen.add(payload);
                    }
                }
                List<String> inOrder = new ArrayList<>(payloads);
                inOrder.retainAll(seen);
                assertThat(new ArrayList<>(seen))
                        .as("from %s to %s, topic %s", publisher.clientId(), receiver.clientId(), topic)
                        .isEqualTo(inOrder);
            });
        }
    }

    /** Retained is the last message that was acknowledged, or a later one. */
    private static void retained(Simulation simulation) {
        Map<String, String> kept = simulation.broker().store().retained();
        for (FaithfulClient publisher : publishersInOrder(simulation)) {
            for (Qos qos : List.of(Qos.AT_LEAST_ONCE, Qos.EXACTLY_ONCE)) {
                String topic = "r/" + publisher.clientId() + "/" + qos.level();
                Set<String> allowed = new LinkedHashSet<>(Set.of(""));
                for (SimulatedMessage message : publisher.published()) {
                    if (message.topic().equals(topic)) {
                        if (message.acknowledged) {
                            allowed.clear();
                        }
                        allowed.add(message.payload());
                    }
                }
                assertThat(kept.getOrDefault(topic, ""))
                        .as("retained of %s", topic)
                        .isIn(allowed);
            }
        }
    }

    private static void nothingIsLeft(Simulation simulation) {
        TestBroker broker = simulation.broker();
        List<FaithfulClient> stored = simulation.clients().stream()
                .filter(client -> client.kind() != FaithfulClient.Kind.FLEETING)
                .toList();
        for (FaithfulClient client : stored) {
            assertThat(broker.store().queue(client.clientId()))
                    .as("queue of %s", client.clientId())
                    .isEmpty();
            assertThat(broker.store().received(client.clientId()))
                    .as("packet ids from %s", client.clientId())
                    .isEmpty();
        }
        assertThat(broker.store().clientIds()).hasSameSizeAs(stored);
        for (Gauge gauge : EMPTY) {
            assertThat(broker.level(gauge)).as(gauge.name()).isZero();
        }
        assertThat(broker.memoryBytes()).as("bytes of messages in memory").isZero();
    }
}
