package io.bellbird.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code memory_limit} is reached and left again: publishers wait, and nothing is lost. */
final class MemoryLimitReachedTest {
    private static final long LIMIT = 32_000_000;
    private static final int READERS = 20;
    private static final String PADDING = " ".repeat(10_000);
    private static final int RECEIVE_BYTES = 4_096;
    private static final int WINDOW = 400;
    private static final int ROUNDS = Scale.of(2, 6);
    private static final int MESSAGES = 500;

    @TempDir
    private Path folder;

    @Test
    void publishers_wait_until_readers_read_on_and_nothing_is_lost() throws Exception {
        try (BrokerProcess broker = Abused.start(folder, 256, "memory_limit " + LIMIT);
                Crowd crowd = new Crowd(broker.port())) {
            // given: readers whose sessions are in memory alone, and one in the store that is away
            Map<Member, Integer> next = new HashMap<>();
            crowd.listen((member, message) -> {
                int number = Integer.parseInt(message.payload().trim());
                assertThat(number).as("in order").isEqualTo(next.merge(member, 1, Integer::sum) - 1);
            });
            Member away = crowd.join(1, i -> Login.persistent("away")).get(0);
            crowd.subscribe(List.of(away), "work", 1);
            away.send(Crowd.PACKETS.disconnect());
            List<Member> readers = crowd.join(READERS, RECEIVE_BYTES, 0, i -> Login.passing("reader-" + i));
            crowd.subscribe(readers, "work", 1);
            Member publisher = crowd.join(1, i -> Login.passing("publisher")).get(0);
            for (int round = 1; round <= ROUNDS; round++) {
                // when
                readers.forEach(Member::stopReading);
                int total = round * MESSAGES;
                Feed feed = new Feed(publisher, (round - 1) * MESSAGES, total);
                SysFigures.await(broker, "memory/bytes", bytes -> {
                    feed.go();
                    crowd.serve(Duration.ofMillis(500));
                    return bytes > LIMIT / 8 * 7; // above the limit for a moment, and then as long as publishers wait
                });
                assertThat(publisher.acks()).as("the publisher waits").isLessThan(total);
                readers.forEach(Member::readOn);
                // then
                crowd.await("all messages", () -> {
                    feed.go();
                    return readers.stream().allMatch(reader -> reader.publishes() == total)
                            && publisher.acks() == total;
                });
                SysFigures.await(broker, "memory/bytes", bytes -> {
                    crowd.serve(Duration.ofMillis(100));
                    return bytes < LIMIT / 8;
                });
            }
            Member back = crowd.join(1, i -> Login.persistent("away")).get(0);
            crowd.await("what waited in the store", () -> back.publishes() == ROUNDS * MESSAGES);
            assertThat(publisher.reason()).isZero();
            assertThat(broker.log()).contains("is reached, publishers wait").doesNotContain("stays reached");
            SysFigures.await(broker, "publish/messages/dropped", dropped -> dropped == 0);
            Report.assertMemoryBounded("memory limit reached " + ROUNDS + " times", new Vitals(broker));
        }
    }

    /** Publishes as far as the broker acknowledges. */
    private static final class Feed {
        private final Member publisher;
        private final int total;
        private int sent;

        Feed(Member publisher, int sent, int total) {
            this.publisher = publisher;
            this.sent = sent;
            this.total = total;
        }

        void go() {
            for (; sent < total && sent - publisher.acks() < WINDOW; sent++) {
                byte[] payload = (sent + PADDING).getBytes(StandardCharsets.UTF_8);
                publisher.send(Crowd.PACKETS.publish("work", 1, sent % 60_000 + 1, false, false, payload));
            }
        }
    }
}
