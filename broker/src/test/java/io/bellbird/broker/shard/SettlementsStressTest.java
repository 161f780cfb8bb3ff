package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Lockstep;
import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.store.Numbers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link Settlements}. */
class SettlementsStressTest {
    private static final int PUBLICATIONS = 1_000_000;
    private static final int LANE = 1;

    private final Settlements settlements = new Settlements(2);
    private final Lockstep lockstep = new Lockstep();

    private static long number(int publication) {
        return Numbers.publication(1, LANE, publication);
    }

    private static void awaitAnswer(AtomicInteger answers) throws InterruptedException {
        while (answers.get() == 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException("another thread has failed");
            }
            Thread.onSpinWait();
        }
    }

    /** Asks as {@link Unsettled} does: first to be told, and then whether it is too late; and again when told too early. */
    private void waitForAll() throws InterruptedException {
        for (int i = 1; i <= PUBLICATIONS && lockstep.next(0, i); i++) {
            while (!settlements.isSettled(number(i))) {
                AtomicInteger answers = new AtomicInteger();
                settlements.whenAdvanced(number(i), answers::incrementAndGet);
                if (settlements.isSettled(number(i))) {
                    answers.incrementAndGet();
                }
                awaitAnswer(answers);
            }
        }
    }

    /** Each publication is settled while the waiter begins to wait for it, and no other comes to wake it. */
    private void settleAll() throws InterruptedException {
        for (int i = 1; i <= PUBLICATIONS && lockstep.next(1, i); i++) {
            settlements.advance(number(i));
        }
    }

    @Test
    void whoever_waits_for_a_publication_hears_that_it_is_settled() throws Exception {
        Racers.race(this::settleAll, this::waitForAll);

        assertThat(settlements.isSettled(number(lockstep.done(PUBLICATIONS)))).isTrue();
    }
}
