package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Very many retained messages, wanted by many at once: all get all, and others do not notice. */
final class RetainedRushTest {
    private static final int RETAINED = Scale.of(2_000, 100_000);
    private static final int CLIENTS = 100;
    private static final int SECONDS = Scale.of(3, 30);
    private static final String PADDING = " ".repeat(100);
    private static final int UNACKNOWLEDGED_MAX = 400;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_hundred_clients_fetch_all_retained_messages_at_once_and_disturb_nobody(int qos) {
        String what = RETAINED + " retained messages fetched by " + CLIENTS + " with QoS " + qos;
        try (BrokerProcess broker = Abused.start(folder);
                Crowd crowd = new Crowd(broker.port())) {
            // given
            publishRetained(crowd);
            Pulse pulse = new Pulse(broker, "pulse");
            Pulse.Health before = pulse.measureAlone();
            Map<Member, BitSet> got = new HashMap<>();
            Map<Member, Integer> counts = new HashMap<>();
            crowd.listen((member, message) -> {
                if (message.retain()) {
                    assertThat(message.qos()).isEqualTo(qos);
                    BitSet numbers = got.computeIfAbsent(member, first -> new BitSet(RETAINED));
                    int number = Integer.parseInt(message.payload().trim());
                    assertThat(numbers.get(number)).as("twice").isFalse();
                    numbers.set(number);
                    counts.merge(member, 1, Integer::sum);
                }
            });
            // when
            List<Member> members = crowd.join(CLIENTS, i -> Login.passing("fetcher-" + i));
            Pulse.Beat during = pulse.begin(SECONDS);
            int rounds = 0;
            long begun = System.nanoTime();
            while (!during.isDone()) {
                rounds++;
                got.clear();
                counts.clear();
                byte[] subscribe = Crowd.PACKETS.subscribe(1, List.of("#"), qos);
                members.forEach(member -> member.send(subscribe));
                crowd.await(
                        "retained messages",
                        members,
                        member -> counts.getOrDefault(member, 0) == RETAINED,
                        Duration.ofMinutes(5));
            }
            Report.say(what + ": " + (System.nanoTime() - begun) / 1_000_000 / rounds + " ms, " + rounds + " times");
            // then
            during.health().assertUndisturbed(what, before);
            Report.assertMemoryBounded(what, new Vitals(broker));
        }
    }

    private static void publishRetained(Crowd crowd) {
        Member publisher = crowd.join(1, i -> Login.passing("publisher")).get(0);
        for (int sent = 0; sent < RETAINED; sent++) {
            int limit = sent - UNACKNOWLEDGED_MAX;
            if (publisher.acks() <= limit) {
                crowd.await("acknowledgements", () -> publisher.acks() > limit);
            }
            byte[] payload = (sent + PADDING).getBytes(StandardCharsets.UTF_8);
            publisher.send(Crowd.PACKETS.publish(
                    "fleet/" + sent % 100 + "/car/" + sent, 1, sent % 60_000 + 1, false, true, payload));
        }
        crowd.await("acknowledgements", () -> publisher.acks() == RETAINED);
    }
}
