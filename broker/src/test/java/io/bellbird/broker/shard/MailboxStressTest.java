package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link Mailbox}. */
class MailboxStressTest {
    private static final int SENDERS = 3;
    private static final int LETTERS_EACH = 500_000;
    /** Small, so that it is often full. */
    private static final int LETTERS_MAX = 512;
    /** Longer than any thread is kept waiting unless a wake-up was lost. */
    private static final long LOST_SECONDS = 20;

    /** Wake-ups that the receiver has not used yet. It waits when there is none. */
    private final Semaphore wakeUps = new Semaphore(0);

    private final Mailbox<long[]> mailbox = new Mailbox<>(LETTERS_MAX, wakeUps::release);

    private static void await(Semaphore event, String what) throws InterruptedException {
        assertThat(event.tryAcquire(LOST_SECONDS, TimeUnit.SECONDS)).as(what).isTrue();
    }

    /** Sends numbered letters, wakes the receiver now and then, and waits for room as {@link Outgoing} does. */
    private void sendAll(int sender) throws InterruptedException {
        Semaphore room = new Semaphore(0);
        AtomicBoolean asked = new AtomicBoolean();
        Runnable roomAgain = () -> {
            asked.set(false);
            room.release();
        };
        for (int i = 0; i < LETTERS_EACH; i++) {
            long[] letter = {sender, i};
            while (!mailbox.post(letter)) {
                mailbox.wake();
                if (asked.compareAndSet(false, true)) {
                    mailbox.whenRoom(roomAgain);
                }
                if (mailbox.post(letter)) {
                    break;
                }
                await(room, "room for sender " + sender);
            }
            if (i % 7 == 0) {
                mailbox.wake();
            }
        }
        mailbox.wake();
    }

    private void receiveAll() throws InterruptedException {
        int[] next = new int[SENDERS];
        int[] received = new int[1];
        while (received[0] < SENDERS * LETTERS_EACH) {
            await(wakeUps, "wake-up after " + received[0] + " letters");
            boolean more = mailbox.receive(
                    Runnable::run,
                    letter -> {
                        int sender = (int) letter[0];
                        if (letter[1] != next[sender]++) {
                            throw new AssertionError(
                                    "letter " + letter[1] + " of sender " + sender + " is not in order");
                        }
                        received[0]++;
                    },
                    100);
            if (more) {
                mailbox.wake();
            }
        }
        assertThat(next).containsOnly(LETTERS_EACH);
    }

    @Test
    void no_letter_and_no_wake_up_is_lost_and_letters_of_one_sender_keep_their_order() throws Exception {
        Stream<Racers.Task> senders = IntStream.range(0, SENDERS).mapToObj(sender -> () -> sendAll(sender));

        Racers.race(Stream.concat(Stream.of(this::receiveAll), senders).toArray(Racers.Task[]::new));
    }

    /** The next letter leaves when the last one is in, while the receiver is about to wait. */
    @Test
    void a_receiver_that_is_about_to_wait_is_woken() throws Exception {
        int letters = 300_000;
        AtomicInteger received = new AtomicInteger();

        Racers.race(
                () -> {
                    for (int i = 1; i <= letters; i++) {
                        mailbox.post(new long[] {i});
                        mailbox.wake();
                        while (received.get() < i) {
                            if (Thread.interrupted()) {
                                throw new InterruptedException("the receiver has failed");
                            }
                            Thread.onSpinWait();
                        }
                    }
                },
                () -> {
                    while (received.get() < letters) {
                        await(wakeUps, "wake-up after " + received + " letters");
                        mailbox.receive(Runnable::run, letter -> received.incrementAndGet(), 16);
                    }
                });
    }

    @Test
    void no_urgent_action_is_lost() throws Exception {
        int actionsEach = 200_000;
        AtomicInteger done = new AtomicInteger();
        Racers.Task sender = () -> {
            for (int i = 0; i < actionsEach; i++) {
                mailbox.postUrgent(done::incrementAndGet);
            }
        };

        Racers.race(sender, sender, () -> {
            while (done.get() < 2 * actionsEach) {
                await(wakeUps, "wake-up after " + done + " actions");
                mailbox.receive(Runnable::run, letter -> {}, 1);
            }
        });

        assertThat(done.get()).isEqualTo(2 * actionsEach);
    }
}
