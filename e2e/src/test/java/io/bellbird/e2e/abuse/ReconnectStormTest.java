package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All clients come back at the same moment after a crash, and each needs one attempt. */
final class ReconnectStormTest {
    private static final long MILLIS_MAX = 10_000;
    private static final int USERS = 50;

    @TempDir
    private Path folder;

    @Test
    void thousands_of_persistent_clients_are_back_within_ten_seconds_of_a_restart() {
        int count = Scale.sockets(5_000, 5_000);
        try (BrokerProcess broker = Abused.start(folder)) {
            // given
            try (Crowd before = new Crowd(broker.port())) {
                List<Member> members = before.join(count, i -> Login.persistent("client-" + i));
                before.subscribe(members, "news/#", 1);
                broker.kill();
            }
            // when
            broker.restart();
            long begun = System.nanoTime();
            try (Crowd after = new Crowd(broker.port())) {
                List<Member> members = after.join(count, i -> Login.persistent("client-" + i));
                long millis = (System.nanoTime() - begun) / 1_000_000;
                Report.say(count + " clients have CONNACK " + millis + " ms after the broker accepts again");
                // then
                assertThat(members).allMatch(Member::isSessionPresent);
                assertThat(millis).isLessThanOrEqualTo(MILLIS_MAX);
                Member publisher =
                        after.join(1, i -> Login.passing("publisher")).get(0);
                publisher.send(Crowd.PACKETS.publish("news/storm", 1, 1, false, false, new byte[10]));
                after.await("the news", members, member -> member.publishes() == 1);
            }
            Report.assertMemoryBounded(count + " clients that come back at once", new Vitals(broker));
        }
    }

    @Test
    void thousands_of_clients_of_fifty_users_are_back_within_ten_seconds_of_a_cut() throws IOException {
        int count = Scale.sockets(5_000, 5_000);
        Path users = Passwords.write(folder.resolve("users"), USERS);
        try (BrokerProcess broker = Abused.start(folder, "password_file " + users, "allow_anonymous false")) {
            // given: each password was right once
            try (Crowd before = new Crowd(broker.port())) {
                for (int i = 0; i < USERS; i++) {
                    Login login = Login.passing("first-" + i).as(Passwords.user(i));
                    before.join(1, one -> login);
                }
            }
            for (int round = 0; round < 2; round++) {
                // when
                long begun = System.nanoTime();
                try (Crowd crowd = new Crowd(broker.port())) {
                    crowd.join(count, i -> Login.passing("client-" + i).as(Passwords.user(i % USERS)));
                    long millis = (System.nanoTime() - begun) / 1_000_000;
                    Report.say(count + " clients of " + USERS + " users have CONNACK after " + millis + " ms");
                    // then
                    assertThat(millis).isLessThanOrEqualTo(MILLIS_MAX);
                }
            }
        }
    }
}
