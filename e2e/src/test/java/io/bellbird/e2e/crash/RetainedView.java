package io.bellbird.e2e.crash;

import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Looks at the retained messages as a new client does, and notes them in the ledger. */
final class RetainedView {
    private static final String ID = "retained-view";
    private static final int QUIET_MILLIS = 200;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private RetainedView() {}

    /**
     * @param topics all that are looked at
     * @param entries what was noted so far: a message that must be there is waited for
     */
    static void look(Course course, List<String> topics, List<Entry> entries) {
        Set<String> required = topics.stream()
                .filter(topic -> !RetainedRange.of(topic, entries).mayBeAbsent())
                .collect(Collectors.toSet());
        Map<String, Integer> found = new HashMap<>();
        try (MqttConnection connection = new MqttConnection(Mqtt.V5, course.port())) {
            connection.login(Login.passing(ID));
            connection.subscribe(1, Message.RETAINED + "#", 0);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            boolean quiet = false;
            while (!(quiet && found.keySet().containsAll(required)) && System.nanoTime() - deadline < 0) {
                Optional<Packet> packet = connection.poll(QUIET_MILLIS);
                quiet = packet.isEmpty();
                if (packet.isPresent() && packet.get() instanceof Packet.Publish publish) {
                    Message message = Message.of(publish.topic(), publish.payload());
                    found.put(message.topic(), message.number());
                }
            }
            connection.disconnect();
        } catch (IOException | IllegalArgumentException e) {
            course.wrong(ID, "the retained messages cannot be read: " + e);
        }
        topics.forEach(topic -> course.ledger().note(Entry.Kind.RETAINED, ID, topic, found.getOrDefault(topic, -1)));
    }
}
