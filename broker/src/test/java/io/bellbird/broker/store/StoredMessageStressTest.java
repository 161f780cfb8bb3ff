package io.bellbird.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Racers;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link StoredMessage}. */
class StoredMessageStressTest {
    private static final int ROUNDS = 500;
    private static final int MESSAGES = 2_000;

    private final Publication publication = new Publication(
            Topic.of("t"), Qos.AT_LEAST_ONCE, false, Bytes.EMPTY, PublishProperties.NONE, "publisher", 0);
    private final StoredMessage[] messages = new StoredMessage[MESSAGES];
    private final boolean[] withdrawn = new boolean[MESSAGES];
    private final boolean[] taken = new boolean[MESSAGES];
    private final CyclicBarrier round = new CyclicBarrier(2);

    private void await() throws Exception {
        round.await(20, TimeUnit.SECONDS);
    }

    private void renew() {
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = new StoredMessage(1, i, publication, Qos.AT_LEAST_ONCE, false, SubscriptionIdentifiers.NONE);
        }
    }

    private void withdrawAll() throws Exception {
        for (int count = 0; count < ROUNDS; count++) {
            renew();
            await();
            for (int i = 0; i < MESSAGES; i++) {
                withdrawn[i] = messages[i].withdraw();
            }
            await();
            for (int i = 0; i < MESSAGES; i++) {
                if (withdrawn[i] == taken[i] || messages[i].isWithdrawn() != withdrawn[i]) {
                    throw new AssertionError("withdrawn " + withdrawn[i] + ", taken " + taken[i]);
                }
            }
        }
    }

    private void takeAll() throws Exception {
        for (int count = 0; count < ROUNDS; count++) {
            await();
            for (int i = 0; i < MESSAGES; i++) {
                taken[i] = messages[i].take();
            }
            await();
        }
    }

    @Test
    void a_message_is_withdrawn_or_taken_and_never_both_nor_neither() throws Exception {
        Racers.race(this::withdrawAll, this::takeAll);

        assertThat(messages).doesNotContainNull();
    }
}
