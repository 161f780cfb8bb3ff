package io.bellbird.console.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.store.MemoryStore;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.ConsoleThread;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics are watched as long as somebody wants to know. */
@Timeout(60)
class TopicWatchTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final ConsoleThread thread = new ConsoleThread();
    private TopicFixture broker;
    private TopicWatch watch;

    @BeforeEach
    void start() {
        broker = new TopicFixture(new MemoryStore());
        watch = new TopicWatch(
                broker.administration(),
                thread,
                new Lookout(broker.administration()),
                new WallTime(InstantSource.system(), nanos::get));
    }

    @AfterEach
    void stop() {
        thread.close();
        broker.close();
    }

    private long messages() {
        return CompletableFuture.supplyAsync(
                        () -> watch.ask(tree -> {
                            WatchedTopic topic = tree.find(Topic.of("t"));
                            return topic == null ? 0 : topic.messages();
                        }),
                        thread)
                .thenCompose(answer -> answer)
                .join();
    }

    private void publish() {
        broker.broker()
                .publish(Topic.of("t"), Bytes.utf8("x"), Qos.AT_LEAST_ONCE, false)
                .join();
    }

    private boolean isOn() {
        return CompletableFuture.supplyAsync(watch::isOn, thread).join();
    }

    @Test
    void it_ends_a_minute_after_the_last_question_and_begins_anew_with_the_next() {
        assertThat(messages()).isZero();
        publish();
        assertThat(messages()).isEqualTo(1);
        nanos.addAndGet(TopicWatch.LEASE_NANOS);
        assertThat(messages()).as("the question before the end").isEqualTo(1);

        nanos.addAndGet(TopicWatch.LEASE_NANOS + 1);
        while (isOn()) {
            Thread.onSpinWait();
        }

        publish();
        assertThat(messages()).isZero();
        publish();
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void while_somebody_reads_the_stream_it_does_not_end() {
        CompletableFuture.runAsync(watch::join, thread).join();
        messages();
        publish();
        nanos.addAndGet(100 * TopicWatch.LEASE_NANOS);
        assertThat(messages()).isEqualTo(1);

        CompletableFuture.runAsync(watch::leave, thread).join();
        nanos.addAndGet(TopicWatch.LEASE_NANOS + 1);
        while (isOn()) {
            Thread.onSpinWait();
        }
    }
}
