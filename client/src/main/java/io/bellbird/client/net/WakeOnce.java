package io.bellbird.client.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one loop, watched by {@link NioIoHandler}, that are woken once for each task that finds them asleep.
 *
 * <p>Netty's own way wakes its selector a second time whenever it was woken, so that each task of another thread costs it
 * four more system calls. Here the selector is woken directly, and only between {@link #run} and the next tasks:
 * {@code asleep} is set before the loop looks for tasks for the last time, and whoever adds a task looks at {@code asleep}
 * afterwards. {@code benchmarks/clients paced:0} pays for it.
 */
final class WakeOnce implements IoHandler, IoHandlerContext {
    private final ThreadAwareExecutor loop;
    private final IoHandler nio;
    /** The loop is about to wait, or waits, and nobody has woken it. */
    private final AtomicBoolean asleep = new AtomicBoolean();
    /** The one in use: a broken one is replaced. */
    private volatile @Nullable Selector selector;

    private @Nullable IoHandlerContext context;

    /** @param java opens selectors */
    WakeOnce(ThreadAwareExecutor loop, SelectorProvider java) {
        this.loop = loop;
        this.nio = NioIoHandler.newFactory(new Watched(java)).newHandler(loop);
    }

    static IoHandlerFactory factory() {
        return loop -> new WakeOnce(loop, SelectorProvider.provider());
    }

    @Override
    public int run(IoHandlerContext of) {
        context = of;
        asleep.set(true);
        try {
            return nio.run(this);
        } finally {
            asleep.set(false);
        }
    }

    @Override
    public void wakeup() {
        Selector waiting = selector;
        if (waiting != null
                && !loop.isExecutorThread(Thread.currentThread())
                && asleep.get()
                && asleep.compareAndSet(true, false)) {
            waiting.wakeup();
        }
    }

    /** Not when it was woken: there may be a task, and nobody would wake it again. */
    @Override
    public boolean canBlock() {
        return asleep.get() && context().canBlock();
    }

    private IoHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the loop does not run");
        }
        return context;
    }

    @Override
    public long delayNanos(long now) {
        return context().delayNanos(now);
    }

    @Override
    public long deadlineNanos() {
        return context().deadlineNanos();
    }

    @Override
    public void reportActiveIoTime(long activeNanos) {
        context().reportActiveIoTime(activeNanos);
    }

    @Override
    public boolean shouldReportActiveIoTime() {
        return context().shouldReportActiveIoTime();
    }

    @Override
    public void initialize() {
        nio.initialize();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return nio.register(handle);
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return nio.isCompatible(type);
    }

    @Override
    public void prepareToDestroy() {
        nio.prepareToDestroy();
    }

    @Override
    public void destroy() {
        nio.destroy();
    }

    /** Tells of the selectors that it opens. */
    private final class Watched extends SelectorProvider {
        private final SelectorProvider java;

        Watched(SelectorProvider java) {
            this.java = java;
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            AbstractSelector opened = java.openSelector();
            selector = opened;
            return opened;
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
}
