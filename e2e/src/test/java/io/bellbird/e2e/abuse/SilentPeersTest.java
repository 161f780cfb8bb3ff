package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that vanish, say nothing, or say it too slowly are gone when their time is over. */
final class SilentPeersTest {
    private static final int COUNT = Scale.sockets(500, 4_000);
    private static final int SLOW = Scale.of(200, 1_000);
    private static final int KEEP_ALIVE_SECONDS = 2;
    private static final int CONNECT_SECONDS = 10;
    /** The store opens and closes files of its own meanwhile. */
    private static final int OTHER_FILES = 10;

    @TempDir
    private Path folder;

    @Test
    void thousands_that_are_silent_or_slow_are_closed_in_time_and_disturb_nobody() {
        String what = COUNT + " sockets without CONNECT, " + COUNT + " with and then silent, " + SLOW + " slow ones";
        try (BrokerProcess broker = Abused.start(folder)) {
            Vitals vitals = new Vitals(broker);
            Pulse pulse = new Pulse(broker, "pulse/beat");
            Pulse.Health before = pulse.measureAlone();
            long filesBefore = vitals.openFiles();
            try (Crowd crowd = new Crowd(broker.port())) {
                // given
                Pulse.Beat during = pulse.begin(CONNECT_SECONDS);
                List<Member> vanished = vanished(crowd);
                long begun = System.nanoTime();
                List<Member> mute = crowd.connect(COUNT);
                List<Member> slow = crowd.connect(SLOW);
                // when
                byte[] connect = Crowd.PACKETS.connect(Login.passing("slow"), 0);
                for (int second = 0; (System.nanoTime() - begun) / 1e9 < CONNECT_SECONDS - 2; second++) {
                    byte[] next = {connect[second]};
                    slow.forEach(member -> member.send(next));
                    crowd.serve(Duration.ofSeconds(1));
                }
                // then
                boolean tooEarlyToClose = (System.nanoTime() - begun) / 1e9 < CONNECT_SECONDS;
                if (tooEarlyToClose) {
                    assertThat(mute).as("too early").noneMatch(Member::isClosed);
                    assertThat(slow).as("too early").noneMatch(Member::isClosed);
                }
                crowd.await("the end of sockets without CONNECT", mute, Member::isClosed);
                crowd.await("the end of slow CONNECTs", slow, Member::isClosed);
                crowd.await("the end of silent clients", () -> vitals.openFiles() <= filesBefore + OTHER_FILES);
                Report.say(what + ": all gone after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
                crowd.await("that vanished clients are told", vanished.subList(0, COUNT / 2), Member::isClosed);
                assertThat(vanished.get(0).reason()).as("keep-alive").isEqualTo(0x8D);
                during.health().assertUndisturbed(what, before);
                Report.assertMemoryBounded(what, vitals);
            }
        }
    }

    /** Clients with a keep-alive that say nothing more; half of them do not read either what is sent to them. */
    private static List<Member> vanished(Crowd crowd) {
        List<Member> members = crowd.join(COUNT, 4_096, KEEP_ALIVE_SECONDS, i -> Login.passing("vanished-" + i));
        List<Member> deaf = members.subList(COUNT / 2, COUNT);
        crowd.subscribe(deaf.subList(0, 50), "pulse/#", 1);
        deaf.forEach(Member::stopReading);
        return members;
    }
}
