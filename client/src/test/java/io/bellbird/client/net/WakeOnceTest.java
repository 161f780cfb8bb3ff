package io.bellbird.client.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeOnceTest {
    private static final long PATIENCE_SECONDS = 20;
    /** While it begins, a loop may be woken for what it has done already. */
    private static final int BEGINNING_WAITS_MAX = 2;

    private final Counted java = new Counted();
    private final AtomicReference<WakeOnce> sockets = new AtomicReference<>();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, loop -> {
        sockets.set(new WakeOnce(loop, java));
        return sockets.get();
    });
    private final EventLoop loop = group.next();

    @BeforeEach
    void letTheLoopSleepForLong() {
        loop.schedule(() -> {}, 1, TimeUnit.HOURS);
    }

    @AfterEach
    void close() {
        group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static void await(CompletableFuture<?> task) throws Exception {
        task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void a_task_wakes_a_loop_that_waits_once() throws Exception {
        await(CompletableFuture.runAsync(() -> {}, loop));
        java.awaitWait();
        int before = java.wakeups.get();
        for (int i = 0; i < 100; i++) {
            await(CompletableFuture.runAsync(() -> {}, loop));
            java.awaitWait();
        }
        assertThat(java.wakeups.get() - before).isLessThanOrEqualTo(100);
        assertThat(java.waits.availablePermits())
                .as("waits beyond one for each task")
                .isLessThanOrEqualTo(BEGINNING_WAITS_MAX);
    }

    @Test
    void a_task_of_the_loop_itself_wakes_nothing() throws Exception {
        await(CompletableFuture.runAsync(() -> {}, loop));
        java.awaitWait();
        int before = java.wakeups.get();
        CompletableFuture<Void> last = new CompletableFuture<>();
        loop.execute(() -> loop.execute(() -> loop.execute(() -> last.complete(null))));
        await(last);
        assertThat(java.wakeups.get() - before).isLessThanOrEqualTo(1);
    }

    /** Each task is handed in when the one before has just run, so that it meets the loop at the edge of its sleep. */
    @Test
    void racing_threads_never_leave_a_task_with_a_loop_that_sleeps() throws Exception {
        CompletableFuture<?>[] racing = new CompletableFuture<?>[3];
        for (int thread = 0; thread < racing.length; thread++) {
            int pause = 7 * thread;
            racing[thread] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50_000; i++) {
                    CompletableFuture.runAsync(() -> {}, loop)
                            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .join();
                    for (int spin = (i + pause) % 50; spin > 0; spin--) {
                        Thread.onSpinWait();
                    }
                }
            });
        }
        await(CompletableFuture.allOf(racing).orTimeout(3 * PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void a_loop_that_was_woken_for_a_task_that_it_had_run_already_can_be_woken_again() throws Exception {
        await(CompletableFuture.runAsync(() -> {}, loop));
        java.awaitWait();
        sockets.get().wakeup();
        java.awaitWait();
        await(CompletableFuture.runAsync(() -> {}, loop));
    }

    @Test
    void timers_end_the_sleep_of_a_loop() throws Exception {
        CompletableFuture<Void> fired = new CompletableFuture<>();
        loop.schedule(() -> fired.complete(null), 5, TimeUnit.MILLISECONDS);
        await(fired);
    }

    /** Java's own, which counts what is done with its selectors. */
    private static final class Counted extends SelectorProvider {
        private final SelectorProvider java = SelectorProvider.provider();
        final AtomicInteger wakeups = new AtomicInteger();
        final Semaphore waits = new Semaphore(0);

        void awaitWait() throws InterruptedException {
            assertThat(waits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            return new CountedSelector(this, java.openSelector());
        }

        @Override
        public DatagramChannel openDatagramChannel() throws IOException {
            return java.openDatagramChannel();
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
            return java.openDatagramChannel(family);
        }

        @Override
        public Pipe openPipe() throws IOException {
            return java.openPipe();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            return java.openServerSocketChannel();
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            return java.openSocketChannel();
        }
    }

    /** Has no channels. */
    private static final class CountedSelector extends AbstractSelector {
        private final Counted counted;
        private final Selector java;

        CountedSelector(Counted counted, Selector java) {
            super(counted);
            this.counted = counted;
            this.java = java;
        }

        @Override
        protected void implCloseSelector() throws IOException {
            java.close();
        }

        @Override
        protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
            throw new UnsupportedOperationException(SelectableChannel.class.getName());
        }

        @Override
        public Set<SelectionKey> keys() {
            return java.keys();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return java.selectedKeys();
        }

        @Override
        public int selectNow() throws IOException {
            return java.selectNow();
        }

        @Override
        public int select(long timeoutMillis) throws IOException {
            counted.waits.release();
            return java.select(timeoutMillis);
        }

        @Override
        public int select() throws IOException {
            counted.waits.release();
            return java.select();
        }

        @Override
        public Selector wakeup() {
            counted.wakeups.incrementAndGet();
            java.wakeup();
            return this;
        }
    }
}
