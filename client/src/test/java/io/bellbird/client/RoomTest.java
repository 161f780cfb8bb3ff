package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static Room room(int messages, long bytes) {
        return new Room("c", QueueOptions.DEFAULT.messages(messages).bytes(bytes));
    }

    @Test
    void room_is_for_so_many_messages_and_bytes() {
        Room room = room(2, 100);
        assertThat(room.tryTake(60)).isTrue();
        assertThat(room.tryTake(41)).isFalse();
        assertThat(room.tryTake(40)).isTrue();
        assertThat(room.tryTake(0)).isFalse();
        room.giveBack(60);
        assertThat(room.tryTake(60)).isTrue();
    }

    @Test
    void empty_queue_has_room_for_a_message_of_any_size() {
        Room room = room(2, 100);
        assertThat(room.tryTake(1_000)).isTrue();
        assertThat(room.tryTake(1)).isFalse();
    }

    @Test
    void more_than_there_is_can_be_taken_and_is_seen() {
        Room room = room(2, 100);
        room.take(200);
        assertThat(room.isOverfull()).isFalse();
        room.take(1);
        assertThat(room.isOverfull()).isTrue();
        room.giveBack(200);
        assertThat(room.isOverfull()).isFalse();
    }

    @Test
    void waiting_thread_gets_the_room_that_is_given_back() {
        Room room = room(1, 100);
        room.take(1);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> room.awaitAndTake(1));
        assertThat(waiting).isNotDone();
        room.giveBack(1);
        ScriptedBroker.await(waiting);
        assertThat(room.tryTake(1)).isFalse();
    }

    @Test
    void waiting_thread_is_let_go_when_the_client_closes_or_it_is_interrupted() {
        Room room = room(1, 100);
        room.take(1);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> room.awaitAndTake(1));
        room.close();
        assertThat(ScriptedBroker.failure(waiting)).isInstanceOf(ClientClosedException.class);

        Room other = room(1, 100);
        other.take(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> other.awaitAndTake(1)).isInstanceOf(ClientClosedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void waiting_threads_do_not_keep_each_other_awake() throws InterruptedException {
        Room room = room(1, 100);
        room.take(1);
        Thread[] threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> room.awaitAndTake(1), "waits for room");
            threads[i].start();
        }
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        var clock = ManagementFactory.getThreadMXBean();
        long before = clock.getThreadCpuTime(threads[0].getId());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(clock.getThreadCpuTime(threads[0].getId()) - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(20));
        for (Thread thread : threads) {
            room.giveBack(1);
            thread.join(1);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void racing_threads_never_take_more_than_there_is_and_all_come_through() {
        Room room = room(3, 100);
        AtomicInteger taken = new AtomicInteger();
        Runnable task = () -> {
            for (int i = 0; i < 20_000; i++) {
                room.awaitAndTake(30);
                assertThat(taken.incrementAndGet()).isLessThanOrEqualTo(3);
                taken.decrementAndGet();
                room.giveBack(30);
            }
        };
        try (Racing racing = new Racing()) {
            racing.run(task, task, task, task, task);
        }
        assertThat(room.tryTake(100)).isTrue();
    }
}
