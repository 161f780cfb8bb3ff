package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.AllocatedBytes;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** See {@code MailboxBenchmark} for what it costs in time. */
class MailboxAllocationTest {
    private static final int LETTERS = 64;

    private int wakeUps;
    private int received;
    private final Mailbox<String> mailbox = new Mailbox<>(128, () -> wakeUps++);
    private final Consumer<Runnable> actions = Runnable::run;
    private final Consumer<String> letters = this::take;

    private void take(String letter) {
        received += letter.length();
    }

    private void postAndReceive() {
        for (int i = 0; i < LETTERS; i++) {
            mailbox.post("1");
        }
        mailbox.wake();
        mailbox.receive(actions, letters, LETTERS);
    }

    @Test
    void letters_are_posted_and_received_without_allocating() {
        assertThat(AllocatedBytes.of(10, this::postAndReceive)).isZero();
        assertThat(received).isEqualTo(wakeUps * LETTERS).isPositive();
    }
}
