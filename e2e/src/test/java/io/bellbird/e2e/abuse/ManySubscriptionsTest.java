package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million subscriptions take a known part of memory, slow nobody down, and leave nothing behind. */
final class ManySubscriptionsTest {
    private static final int CLIENTS = 50;
    private static final int EACH = Scale.of(4_000, 20_000);
    private static final int FILTERS_A_PACKET = 1_000;
    private static final int COUNT = CLIENTS * EACH;
    /** Heap for one subscription with a filter of five levels, of which two are its own. */
    private static final long BYTES_EACH_MAX = 700;

    /** Caches, and tables that have grown once. */
    private static final long BYTES_LEFT_MAX = 32 << 20;

    private static final int LOOKS_MAX = 30;
    private static final int PUBLISHED = 5_000;

    @TempDir
    private Path folder;

    @Test
    void many_subscriptions_are_small_and_quick_and_leave_nothing_behind() throws Exception {
        String what = COUNT + " subscriptions";
        try (BrokerProcess broker = Abused.start(folder, 1_024)) {
            Vitals vitals = new Vitals(broker);
            Pulse pulse = new Pulse(broker, "pulse");
            Pulse.Health before = pulse.measureAlone();
            long heapBefore = vitals.liveHeapBytes();
            try (Crowd crowd = new Crowd(broker.port())) {
                // when
                long begun = System.nanoTime();
                List<Member> members = crowd.join(CLIENTS, i -> Login.passing("client-" + i));
                subscribeAll(crowd, members);
                long subscribed = System.nanoTime();
                long bytesEach = (vitals.liveHeapBytes() - heapBefore) / COUNT;
                Report.say(what + ": " + (subscribed - begun) / 1_000_000 + " ms, " + bytesEach + " bytes each");
                // then
                assertThat(bytesEach).isLessThanOrEqualTo(BYTES_EACH_MAX);
                publish(crowd, members);
                pulse.measure(Scale.of(1, 3)).assertUndisturbed(what, before);
                Report.assertMemoryBounded(what, vitals);
            }
            SysFigures.await(broker, "subscriptions/count", count -> count <= 1);
            long left = heapLeft(vitals, heapBefore);
            Report.say(what + ": " + left / 1_024 + " KiB of heap are left when they are gone");
            assertThat(left).isLessThanOrEqualTo(BYTES_LEFT_MAX);
        }
    }

    /** What is more in the heap than before, when connections that are being closed are gone as well. */
    private static long heapLeft(Vitals vitals, long heapBefore) {
        long left = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS_MAX && left > BYTES_LEFT_MAX; look++) {
            left = vitals.liveHeapBytes() - heapBefore;
        }
        return left;
    }

    private static void subscribeAll(Crowd crowd, List<Member> members) {
        int packets = EACH / FILTERS_A_PACKET;
        for (int client = 0; client < CLIENTS; client++) {
            for (int packet = 0; packet < packets; packet++) {
                int first = packet * FILTERS_A_PACKET;
                String floor = "house/" + client + "/floor/";
                List<String> filters = IntStream.range(first, first + FILTERS_A_PACKET)
                        .mapToObj(number -> floor + number + "/+")
                        .toList();
                members.get(client).send(Crowd.PACKETS.subscribe(packet + 1, filters, 1));
            }
        }
        crowd.await("SUBACK", members, member -> member.subAcks() == packets && member.reason() == 0);
    }

    /** Each message is for one of them. */
    private static void publish(Crowd crowd, List<Member> members) {
        Member publisher = crowd.join(1, i -> Login.passing("publisher")).get(0);
        long begun = System.nanoTime();
        for (int i = 0; i < PUBLISHED; i++) {
            String topic = "house/" + i % CLIENTS + "/floor/" + i % EACH + "/door";
            byte[] payload = "open".getBytes(StandardCharsets.UTF_8);
            publisher.send(Crowd.PACKETS.publish(topic, 0, 0, false, false, payload));
        }
        crowd.await("messages", members, member -> member.publishes() == PUBLISHED / CLIENTS);
        long millis = (System.nanoTime() - begun) / 1_000_000;
        Report.say(COUNT + " subscriptions: " + PUBLISHED + " messages in " + millis + " ms");
        assertThat(millis).isLessThan(Scale.of(30_000, 5_000));
    }
}
