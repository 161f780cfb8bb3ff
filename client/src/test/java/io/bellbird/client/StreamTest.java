package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final Topic TOPIC = Topic.of("t");

    private final EventLoop loop = new DefaultEventLoop();
    private final Held held = new Held(1_000_000_000, loop, () -> {});
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private int cancels;

    @AfterEach
    void close() {
        loop.shutdownGracefully();
    }

    private static Message message(String text) {
        return new Message(
                new Publish(
                        0,
                        TOPIC,
                        Qos.AT_MOST_ONCE,
                        false,
                        false,
                        Bytes.utf8(text),
                        PublishProperties.NONE,
                        SubscriptionIdentifiers.NONE),
                null);
    }

    /** Notes what it hears, and asks for so many at the beginning. */
    private class Notes implements Flow.Subscriber<Message> {
        private final long atOnce;

        Notes(long atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            heard.add("begin");
            if (atOnce != 0) {
                begun.request(atOnce);
            }
        }

        @Override
        public void onNext(Message message) {
            heard.add(message.text());
        }

        @Override
        public void onError(Throwable cause) {
            heard.add("error " + cause.getMessage());
        }

        @Override
        public void onComplete() {
            heard.add("end");
        }
    }

    private Stream stream(Flow.Subscriber<Message> subscriber) {
        return stream(subscriber, tasks::add);
    }

    private Stream stream(Flow.Subscriber<Message> subscriber, Executor executor) {
        return new Stream("t", SubscribeOptions.QOS_0, subscriber, executor, held, () -> cancels++);
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void offer(Stream stream, String... texts) {
        for (String text : texts) {
            Message message = message(text);
            held.add(message);
            stream.offer(message);
        }
    }

    @Test
    void subscriber_gets_as_many_as_it_has_asked_for_in_order() {
        Notes notes = new Notes(1);
        Stream stream = stream(notes);
        stream.open();
        offer(stream, "1", "2", "3", "4");
        runAll();
        assertThat(heard).containsExactly("begin", "1");
        stream.request(2);
        runAll();
        assertThat(heard).containsExactly("begin", "1", "2", "3");
        stream.request(Long.MAX_VALUE);
        stream.request(Long.MAX_VALUE);
        offer(stream, "5");
        runAll();
        assertThat(heard).containsExactly("begin", "1", "2", "3", "4", "5");
    }

    @Test
    void nothing_is_signalled_before_the_subscriber_was_begun() {
        Stream stream = stream(new Notes(Long.MAX_VALUE));
        offer(stream, "1");
        stream.end(null);
        runAll();
        assertThat(heard).isEmpty();
        stream.open();
        runAll();
        assertThat(heard).containsExactly("begin", "1", "end");
    }

    @Test
    void end_comes_after_the_last_message_and_once() {
        Stream stream = stream(new Notes(1));
        stream.open();
        offer(stream, "1", "2");
        stream.end(new IllegalStateException("over"));
        stream.end(null);
        runAll();
        assertThat(heard).containsExactly("begin", "1");
        stream.request(1);
        runAll();
        stream.request(1);
        runAll();
        assertThat(heard).containsExactly("begin", "1", "2", "error over");
    }

    @Test
    void cancelled_subscriber_hears_nothing_more_and_what_lies_there_is_thrown_away() {
        Stream stream = stream(new Notes(1));
        stream.open();
        offer(stream, "1", "2", "3");
        runAll();
        stream.cancel();
        stream.cancel();
        offer(stream, "4");
        stream.end(null);
        runAll();
        assertThat(heard).containsExactly("begin", "1");
        assertThat(cancels).isEqualTo(1);
    }

    @Test
    void subscriber_that_asks_for_none_fails_at_once_and_is_cancelled() {
        Stream stream = stream(new Notes(0));
        stream.open();
        offer(stream, "1");
        runAll();
        stream.request(0);
        stream.request(5);
        offer(stream, "2");
        runAll();
        assertThat(heard).containsExactly("begin", "error a subscriber asked for 0 messages");
        assertThat(cancels).isEqualTo(1);
    }

    @Test
    void what_a_subscriber_throws_stops_nothing() {
        Stream stream = stream(new Notes(Long.MAX_VALUE) {
            @Override
            public void onSubscribe(Flow.Subscription begun) {
                super.onSubscribe(begun);
                throw new IllegalStateException();
            }

            @Override
            public void onNext(Message message) {
                super.onNext(message);
                if (message.text().equals("1")) {
                    throw new StackOverflowError();
                }
                throw new IllegalStateException();
            }

            @Override
            public void onComplete() {
                super.onComplete();
                throw new IllegalStateException();
            }
        });
        stream.open();
        offer(stream, "1", "2");
        runAll();
        offer(stream, "3");
        stream.end(null);
        runAll();
        offer(stream, "4");
        runAll();
        assertThat(heard).startsWith("begin", "1", "2", "3", "end");
    }

    @Test
    void racing_requests_and_messages_lose_nothing_and_never_call_twice_at_a_time() throws InterruptedException {
        int count = 100_000;
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean busy = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        try (Racing racing = new Racing()) {
            Stream stream = stream(
                    new Notes(0) {
                        @Override
                        public void onNext(Message message) {
                            assertThat(busy.getAndSet(true)).isFalse();
                            assertThat(message.text()).isEqualTo(String.valueOf(next.getAndIncrement()));
                            busy.set(false);
                        }

                        @Override
                        public void onComplete() {
                            ended.countDown();
                        }
                    },
                    racing.threads);
            stream.open();
            racing.run(
                    () -> {
                        for (int i = 0; i < count; i++) {
                            offer(stream, String.valueOf(i));
                        }
                        stream.end(null);
                    },
                    () -> {
                        for (int i = 0; i < count / 2; i++) {
                            stream.request(1);
                        }
                    },
                    () -> {
                        for (int i = 0; i < count / 2; i++) {
                            stream.request(1);
                        }
                    });
            ended.await();
        }
        assertThat(next).hasValue(count);
    }
}
