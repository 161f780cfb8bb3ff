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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldTest {
    /** Of a message, with what it takes besides. */
    private static final int MESSAGE_BYTES = 300;

    private final EventLoop loop = new DefaultEventLoop();

    @AfterEach
    void close() {
        loop.shutdownGracefully();
    }

    private static Message message(int bytes) {
        return new Message(
                new Publish(
                        0,
                        Topic.of("t"),
                        Qos.AT_MOST_ONCE,
                        false,
                        false,
                        Bytes.wrap(new byte[bytes]),
                        PublishProperties.NONE,
                        SubscriptionIdentifiers.NONE),
                null);
    }

    @Test
    void socket_is_paused_above_the_limit_and_resumed_at_half_of_it() throws InterruptedException {
        CountDownLatch resumed = new CountDownLatch(1);
        Held held = new Held(4 * MESSAGE_BYTES, loop, resumed::countDown);
        Message message = message(100);
        for (int i = 0; i < 4; i++) {
            assertThat(held.add(message)).isFalse();
        }
        assertThat(held.add(message)).isTrue();
        held.remove(message);
        held.remove(message);
        assertThat(held.add(message)).isTrue();
        held.remove(message);
        assertThat(resumed.getCount()).isEqualTo(1);
        held.remove(message);
        assertThat(resumed.await(ScriptedBroker.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .isTrue();
        loop.submit(() -> assertThat(held.isFull()).isFalse()).syncUninterruptibly();
    }

    /**
     * What the loop and the socket do: messages come while it is read, in turns of several, a large one and a small one in
     * turn, so that one that is processed at the right moment makes room.
     */
    private final class Socket {
        private final Held held = new Held(1_100, loop, this::resume);
        private final Queue<Message> receivers = new ConcurrentLinkedQueue<>();
        private final CountDownLatch done = new CountDownLatch(1);
        private final Message large = message(800);
        private final Message small = message(0);
        private boolean reading = true;
        private int left;

        Socket(int messages) {
            left = messages;
        }

        void resume() {
            reading = true;
            loop.execute(this::turn);
        }

        void turn() {
            if (!reading) {
                return;
            }
            for (int i = 0; i < 8 && left > 0; i++) {
                left--;
                Message message = left % 2 == 0 ? large : small;
                boolean full = held.add(message);
                receivers.add(message);
                if (full) {
                    reading = false;
                }
            }
            if (left == 0) {
                done.countDown();
            } else if (reading) {
                loop.execute(this::turn);
            }
        }

        void receive() {
            while (done.getCount() > 0 || !receivers.isEmpty()) {
                Message message = receivers.poll();
                if (message != null) {
                    held.remove(message);
                }
            }
        }
    }

    @Test
    void socket_is_never_left_paused_when_receivers_race_with_it() {
        try (Racing racing = new Racing()) {
            for (int round = 0; round < 20; round++) {
                Socket socket = new Socket(50_000);
                loop.execute(socket::turn);
                racing.run(socket::receive);
            }
        }
    }
}
