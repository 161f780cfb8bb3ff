package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers that stop reading pay for it, and nobody else does. */
final class DeadSubscribersTest {
    /** What a socket of a dead subscriber may hold, so that the broker soon has the rest. */
    private static final int RECEIVE_BYTES = 4_096;

    private static final int MESSAGES_A_SECOND = 20;
    private static final byte[] PAYLOAD = new byte[4_000];
    /** Until memory is full, publishers have waited, and the broker knows who takes nothing. */
    private static final int FILL_SECONDS = Scale.of(5, 25);

    private static final int SECONDS = Scale.of(3, 6);
    private static final int SAME_TOPIC_EVERY_MILLIS = 50;
    private static final int WAIT_SECONDS = Scale.of(6, 12);
    /** At part scale less than the 10 seconds of those who take bytes and acknowledge nothing. */
    private static final int WAIT_MILLIS_MAX = Scale.of(6_000, 2_500);

    @TempDir
    private Path folder;

    @Test
    void thousands_that_do_not_read_disturb_nobody_on_their_topic_or_another() {
        int count = Scale.sockets(2_000, 10_000);
        String what = count + " subscribers that do not read";
        try (BrokerProcess broker = Abused.start(folder, Scale.of(512, 2_048));
                Crowd dead = new Crowd(broker.port())) {
            // given
            Pulse own = new Pulse(broker, "own/pulse");
            Pulse same = new Pulse(broker, "all/pulse", SAME_TOPIC_EVERY_MILLIS);
            int alone = Scale.of(1, 5);
            own.measure(alone);
            Pulse.Beat sameAlone = same.begin(alone);
            Pulse.Health ownBefore = own.measure(alone);
            Pulse.Health sameBefore = sameAlone.health();
            // when
            List<Member> members = dead.join(count, RECEIVE_BYTES, 0, i -> Login.passing("dead-" + i));
            dead.subscribe(members, "all/#", 1);
            members.forEach(Member::stopReading);
            Member publisher = dead.join(1, i -> Login.passing("publisher")).get(0);
            long fillUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(FILL_SECONDS);
            publishUntil(dead, publisher, () -> System.nanoTime() - fillUntil > 0);
            Pulse.Beat ownDuring = own.begin(SECONDS);
            Pulse.Beat sameDuring = same.begin(SECONDS);
            publishUntil(dead, publisher, ownDuring::isDone);
            // then
            ownDuring.health().assertUndisturbed(what + ", another topic", ownBefore);
            sameDuring.health().assertUndisturbed(what + ", the same topic", sameBefore);
            Report.assertMemoryBounded(what, new Vitals(broker));
        }
    }

    /** Publishers wait then, but only until it is known who takes nothing. */
    @Test
    void memory_that_is_full_at_once_holds_publishers_up_for_about_two_seconds_at_most() {
        int count = Scale.sockets(2_000, 10_000);
        String what = count + " subscribers that do not read and fill the memory at once";
        try (BrokerProcess broker = Abused.start(folder, Scale.of(512, 2_048));
                Crowd dead = new Crowd(broker.port())) {
            // given
            List<Member> members = dead.join(count, RECEIVE_BYTES, 0, i -> Login.passing("dead-" + i));
            dead.subscribe(members, "all/#", 1);
            members.forEach(Member::stopReading);
            Member publisher = dead.join(1, i -> Login.passing("publisher")).get(0);
            // when
            Pulse.Beat own = new Pulse(broker, "own/pulse").begin(WAIT_SECONDS);
            Pulse.Beat same = new Pulse(broker, "all/pulse", SAME_TOPIC_EVERY_MILLIS).begin(WAIT_SECONDS);
            publishUntil(dead, publisher, own::isDone);
            // then
            own.health().assertNobodyWaited(what + ", another topic", WAIT_MILLIS_MAX);
            same.health().assertNobodyWaited(what + ", the same topic", WAIT_MILLIS_MAX);
            assertThat(broker.log()).contains("is reached, publishers wait");
            Report.assertMemoryBounded(what, new Vitals(broker));
        }
    }

    /** Sends messages of QoS 0 and of QoS 1 to all of the dead. */
    private static void publishUntil(Crowd crowd, Member publisher, BooleanSupplier end) {
        long due = System.nanoTime();
        int acksBefore = publisher.acks();
        for (int sent = 0; !end.getAsBoolean(); sent++) {
            publisher.send(Crowd.PACKETS.publish("all/flood", sent % 2, sent % 60_000 + 1, false, false, PAYLOAD));
            due += TimeUnit.SECONDS.toNanos(1) / MESSAGES_A_SECOND;
            int limit = sent / 2 - 300 + acksBefore;
            while (System.nanoTime() < due || (publisher.acks() < limit && !end.getAsBoolean())) {
                crowd.serve();
            }
        }
    }
}
