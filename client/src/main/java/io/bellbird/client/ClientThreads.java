package io.bellbird.client;

import io.bellbird.client.net.Dialer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of clients: few for all their sockets, and those that call what their users gave them. Any thread.
 *
 * <p>Clients that are told nothing share {@link #shared}, whose threads are daemons.
 */
public final class ClientThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;
    private static final int SOCKET_THREADS_MAX = 2;

    private final MultiThreadIoEventLoopGroup loops;
    private final Executor callbacks;

    /** Made when it is first asked for. */
    private static final class Shared {
        static final ClientThreads INSTANCE = new ClientThreads(
                Math.min(SOCKET_THREADS_MAX, Runtime.getRuntime().availableProcessors()), pool());
    }

    /**
     * Threads of one's own.
     *
     * @param sockets threads for sockets, 1 or more; each serves any number of clients
     * @param callbacks runs callbacks, the steps after futures, and subscribers; may be an executor of virtual threads.
     *     Must not run them on the thread that hands them in
     */
    public ClientThreads(int sockets, Executor callbacks) {
        this.loops = new MultiThreadIoEventLoopGroup(
                sockets, new DefaultThreadFactory("bellbird-client", true), Dialer.sockets());
        this.callbacks = callbacks;
    }

    /** Those of all clients that have no others. */
    public static ClientThreads shared() {
        return Shared.INSTANCE;
    }

    /** As many threads as callbacks run at the same time. */
    private static Executor pool() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("bellbird-callback", true));
    }

    EventLoop nextLoop() {
        return loops.next();
    }

    Executor callbacks() {
        return callbacks;
    }

    /**
     * Ends the threads of sockets. Close the clients before: what they are asked for afterwards throws
     * {@link java.util.concurrent.RejectedExecutionException}. The executor stays its owner's.
     */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
