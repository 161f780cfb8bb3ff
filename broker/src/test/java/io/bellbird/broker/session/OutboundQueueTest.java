package io.bellbird.broker.session;

import static io.bellbird.broker.session.TestMessages.message;
import static io.bellbird.broker.session.TestMessages.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.NamedSubscriber;
import io.bellbird.broker.shard.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private static final int WINDOW_MESSAGES_MAX = 1_000;

    private final TestBroker broker = new TestBroker(1);
    private final Home home = broker.shard(0);
    private OutboundQueue queue = new OutboundQueue(home, new NamedSubscriber("owner"), TestMessages.SESSION, true);
    private int arrivals;

    private void useUnstored() {
        queue = new OutboundQueue(home, new NamedSubscriber("owner"), TestMessages.SESSION, false);
    }

    private void add(long sequence, String payload) {
        OutboundMessage message = message(sequence, payload);
        if (sequence > 0) {
            home.batch().enqueue(Objects.requireNonNull(message.stored));
        }
        queue.add(message, true);
    }

    private void add(int first, int last) {
        for (int i = first; i <= last; i++) {
            add(i, Integer.toString(i));
        }
    }

    /** What is in memory, taken out. */
    private List<String> pollAll() {
        List<String> payloads = new ArrayList<>();
        for (OutboundMessage message = queue.poll(); message != null; message = queue.poll()) {
            payloads.add(payload(message));
        }
        return payloads;
    }

    private void readBack() {
        queue.readBack(() -> arrivals++);
    }

    private static List<String> numbers(int first, int last) {
        List<String> numbers = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    @Test
    void messages_come_out_in_the_order_in_which_they_went_in() {
        useUnstored();
        add(0, "a");
        add(0, "bcd");
        assertThat(queue.count()).isEqualTo(2);
        assertThat(queue.bytes()).isEqualTo(2 * message(0, "").bytes + 4);
        assertThat(queue.isEmpty()).isFalse();

        assertThat(pollAll()).containsExactly("a", "bcd");
        assertThat(queue.count()).isZero();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void all_messages_of_a_session_that_is_not_stored_are_in_memory() {
        useUnstored();
        for (int i = 0; i < 3 * WINDOW_MESSAGES_MAX; i++) {
            add(0, "x");
        }

        assertThat(pollAll()).hasSize(3 * WINDOW_MESSAGES_MAX);
    }

    @Test
    void a_thousand_messages_of_a_stored_session_are_in_memory_and_the_others_are_read_back() {
        add(1, 1_500);
        assertThat(pollAll()).isEqualTo(numbers(1, WINDOW_MESSAGES_MAX));
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.count()).isEqualTo(500);

        readBack();
        assertThat(queue.poll()).isNull();
        broker.settle();

        assertThat(arrivals).isEqualTo(1);
        assertThat(pollAll()).isEqualTo(numbers(1_001, 1_500));
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void what_never_waited_is_not_read_back_with_what_came_after_it_and_may_not_be_held() {
        home.batch().enqueue(Objects.requireNonNull(message(1, "in flight").stored));
        OutboundMessage next = message(2, "waits");
        home.batch().enqueue(Objects.requireNonNull(next.stored));
        queue.add(next, false);

        readBack();
        broker.settle();

        assertThat(pollAll()).containsExactly("waits");
    }

    @Test
    void a_mebibyte_of_a_stored_session_is_in_memory() {
        String kibibyte = "x".repeat(1024);
        for (int i = 1; i <= 100; i++) {
            add(i, kibibyte.repeat(32));
        }

        assertThat(pollAll()).hasSize(32);
        readBack();
        broker.settle();
        assertThat(pollAll()).hasSize(32);
    }

    @Test
    void one_message_that_is_larger_than_the_window_is_held_all_the_same() {
        String large = "x".repeat(2 << 20);
        add(1, large);
        add(2, large);

        assertThat(pollAll()).hasSize(1);
        readBack();
        broker.settle();
        assertThat(pollAll()).hasSize(1);
        readBack();
        broker.settle();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void while_messages_lie_in_the_store_only_new_ones_go_behind_them() {
        add(1, 1_001);
        queue.poll();
        add(1_002, "1002");

        assertThat(pollAll()).isEqualTo(numbers(2, WINDOW_MESSAGES_MAX));
        readBack();
        add(1_003, "1003");
        broker.settle();

        List<String> rest = pollAll();
        readBack();
        broker.settle();
        rest.addAll(pollAll());
        assertThat(rest).isEqualTo(numbers(1_001, 1_003));
    }

    @Test
    void when_all_is_in_memory_again_new_messages_are_too() {
        add(1, 1_001);
        pollAll();
        readBack();
        broker.settle();
        add(1_002, "1002");

        assertThat(pollAll()).containsExactly("1001", "1002");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void nothing_is_read_back_twice_or_without_need() {
        readBack();
        add(1, 1_001);
        readBack();
        broker.settle();
        assertThat(arrivals).isZero();

        pollAll();
        readBack();
        readBack();
        broker.settle();
        assertThat(arrivals).isEqualTo(1);
        readBack();
        broker.settle();
        assertThat(arrivals).isEqualTo(1);
        assertThat(pollAll()).containsExactly("1001");
    }

    @Test
    void a_queue_that_is_released_is_read_from_its_beginning() {
        // given
        add(1, 10);
        OutboundMessage inflight = queue.poll();
        queue.poll();
        broker.settle();
        // when
        queue.release(List.of(inflight));
        // then: the second was not given back, but it is in the store still
        assertThat(queue.count()).isEqualTo(9);
        assertThat(queue.poll()).isNull();
        readBack();
        broker.settle();
        assertThat(pollAll()).isEqualTo(numbers(1, 10));
    }

    @Test
    void what_was_being_read_when_the_queue_was_released_is_not_wanted() {
        // given
        add(1, 1_010);
        pollAll();
        readBack();
        // when
        queue.release(List.of());
        broker.settle();
        // then
        assertThat(arrivals).isZero();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void memory_is_counted_for_what_is_in_the_window_only() {
        add(1, 1_010);
        assertThat(home.memory().bytes()).isEqualTo(bytes(1, 1_000));

        pollAll();
        assertThat(home.memory().bytes()).isZero();
    }

    private static long bytes(int first, int last) {
        return numbers(first, last).stream()
                .mapToLong(number -> message(1, number).bytes)
                .sum();
    }
}
