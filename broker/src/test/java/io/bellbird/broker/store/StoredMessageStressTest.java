package io.bellbird.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Lockstep;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Racers;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link StoredMessage}. */
class StoredMessageStressTest {
    private static final int MESSAGES = 300_000;

    private final StoredMessage[] messages = new StoredMessage[MESSAGES];
    private final boolean[] withdrawn = new boolean[MESSAGES];
    private final boolean[] taken = new boolean[MESSAGES];
    private final Publication publication = new Publication(
            Topic.of("t"), Qos.AT_LEAST_ONCE, false, Bytes.EMPTY, PublishProperties.NONE, "publisher", 0);
    private final Lockstep lockstep = new Lockstep();

    @BeforeEach
    void makeMessages() {
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = new StoredMessage(1, i, publication, Qos.AT_LEAST_ONCE, false, SubscriptionIdentifiers.NONE);
        }
    }

    private void withdrawAll() throws InterruptedException {
        for (int i = 0; i < MESSAGES && lockstep.next(0, i + 1); i++) {
            withdrawn[i] = messages[i].withdraw();
        }
    }

    private void takeAll() throws InterruptedException {
        for (int i = 0; i < MESSAGES && lockstep.next(1, i + 1); i++) {
            taken[i] = messages[i].take();
        }
    }

    @Test
    void a_message_is_withdrawn_or_taken_and_never_both_nor_neither() throws Exception {
        Racers.race(this::withdrawAll, this::takeAll);

        int done = lockstep.done(MESSAGES);
        for (int i = 0; i < done; i++) {
            if (withdrawn[i] == taken[i] || withdrawn[i] != messages[i].isWithdrawn()) {
                throw new AssertionError("withdrawn " + withdrawn[i] + ", taken " + taken[i]);
            }
        }
        assertThat(done).isPositive();
    }
}
