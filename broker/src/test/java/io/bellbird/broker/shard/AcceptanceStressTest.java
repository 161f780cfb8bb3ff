package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link Acceptance}. */
class AcceptanceStressTest {
    private static final int PUBLICATIONS = 1_000_000;
    private static final int RECEIVING_SHARDS = 2;
    private static final int PUBLISHER = 2;
    private static final long LOST_SECONDS = 20;

    private final Semaphore wakeUps = new Semaphore(0);
    private final Mailbox<Object> publisher = new Mailbox<>(1, wakeUps::release);
    private final Acceptance[] acceptances = new Acceptance[PUBLICATIONS];
    /** Touched by the thread of the publisher's shard only. */
    private final int[] told = new int[PUBLICATIONS];

    private int toldCount;
    private int wrong;

    /** Each combination of shards that stage something comes up in turn. */
    private static boolean stages(int shard, int publication) {
        return (publication >> shard & 1) == 1;
    }

    private void onHandedInEverywhere(int publication, boolean staged) {
        boolean expected = false;
        for (int shard = 0; shard < RECEIVING_SHARDS; shard++) {
            expected |= stages(shard, publication);
        }
        told[publication]++;
        toldCount++;
        wrong += staged == expected ? 0 : 1;
    }

    private void receive(int shard) {
        for (int i = 0; i < PUBLICATIONS; i++) {
            if (stages(shard, i)) {
                acceptances[i].staged();
            }
            if (acceptances[i].handedIn()) {
                publisher.postUrgent(acceptances[i]);
            }
        }
    }

    private void awaitAll() throws InterruptedException {
        while (toldCount < PUBLICATIONS) {
            assertThat(wakeUps.tryAcquire(LOST_SECONDS, TimeUnit.SECONDS))
                    .as("wake-up after %s publications", toldCount)
                    .isTrue();
            publisher.receive(Runnable::run, letter -> {}, 1);
        }
    }

    @Test
    void the_publisher_is_told_once_and_rightly_whoever_is_last() throws Exception {
        // given
        for (int i = 0; i < PUBLICATIONS; i++) {
            int publication = i;
            acceptances[i] = new Acceptance(
                    RECEIVING_SHARDS, PUBLISHER, (staged, rejected) -> onHandedInEverywhere(publication, staged));
        }
        // when
        Racers.race(() -> receive(0), () -> receive(1), this::awaitAll);
        // then
        assertThat(wrong).isZero();
        assertThat(told).containsOnly(1);
    }
}
