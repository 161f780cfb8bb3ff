package io.bellbird.e2e.fault;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.fault.Fault.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The network between clients and a broker, on a port of 127.0.0.1: it passes bytes on until it is told otherwise. Any thread. */
final class FaultProxy implements AutoCloseable {
    /** How long a link stands still that stalls. */
    static final int STALL_MILLIS = 20;

    private static final int BACKLOG = 50;

    private final int port = BrokerProcess.freePort();
    /** Keeps the port while nobody listens there. */
    private final Socket reservation = new Socket();

    private final IntFunction<Fault> faults;
    private final List<FaultyLink> links = new ArrayList<>();
    private final Map<Kind, Integer> happened = new EnumMap<>(Kind.class);
    private final int brokerPort;
    private final Map<Direction, Long> passedBytes = new EnumMap<>(Direction.class);
    private int accepted;
    private boolean held;
    /** Pieces that are held. */
    private int waiting;

    private long delayNanos;
    private @Nullable ServerSocket server;

    /** A network that is well. */
    FaultProxy(int brokerPort) {
        this(brokerPort, link -> Fault.NONE);
    }

    /** @param faults asked for each link, beginning with 0, what shall happen to it */
    FaultProxy(int brokerPort, IntFunction<Fault> faults) {
        this.brokerPort = brokerPort;
        this.faults = faults;
        reserve();
        open();
    }

    private void reserve() {
        try {
            reservation.setReuseAddress(true);
            reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reserve port " + port, e);
        }
    }

    int port() {
        return port;
    }

    /** What a client is told. */
    String uri() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** Lets clients connect again. */
    void open() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            synchronized (this) {
                server = opened;
            }
            Thread thread = new Thread(() -> accept(opened), "proxy " + port);
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /** From now on clients are refused, and all links are cut. */
    void refuse() {
        ServerSocket listening;
        synchronized (this) {
            listening = server;
            server = null;
        }
        try {
            if (listening != null) {
                listening.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    /** All links get RST at both ends. */
    void cut() {
        links().forEach(FaultyLink::reset);
    }

    /** All links break after so many more bytes. */
    void cutAfter(Direction direction, long bytes) {
        links().forEach(link -> link.resetAfter(direction, bytes));
    }

    /** What the links of now bring in this direction never arrives; new links are well. */
    void swallow(Direction direction) {
        links().forEach(link -> link.swallow(direction));
    }

    /** Nothing moves on any link until {@link #release}. */
    synchronized void hold() {
        held = true;
    }

    /** What was held goes on. */
    synchronized void release() {
        held = false;
        notifyAll();
    }

    /** How many pieces are held now. */
    synchronized int waiting() {
        return waiting;
    }

    /** Each piece that is passed on waits for so long. */
    synchronized void delay(long millis) {
        delayNanos = millis * 1_000_000;
    }

    /** How many links there were so far. */
    synchronized int accepted() {
        return accepted;
    }

    /** How often a fault of a kind came to pass. */
    synchronized int happened(Kind kind) {
        return happened.getOrDefault(kind, 0);
    }

    /** How many bytes have come so far, on all links. */
    synchronized long passedBytes(Direction direction) {
        return passedBytes.getOrDefault(direction, 0L);
    }

    synchronized void onFault(Kind kind) {
        happened.merge(kind, 1, Integer::sum);
    }

    synchronized void onEnded(FaultyLink link) {
        links.remove(link);
    }

    private synchronized List<FaultyLink> links() {
        return List.copyOf(links);
    }

    /** Returns when bytes may pass. */
    void awaitPassage(Direction direction, int bytes) {
        long delay;
        synchronized (this) {
            passedBytes.merge(direction, (long) bytes, Long::sum);
            try {
                waiting++;
                while (held) {
                    wait();
                }
                waiting--;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            delay = delayNanos;
        }
        if (delay > 0) {
            LockSupport.parkNanos(delay);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                connect(from.accept(), from);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client, ServerSocket from) throws IOException {
        client.setTcpNoDelay(true);
        Socket broker = new Socket();
        broker.setTcpNoDelay(true);
        try {
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort));
        } catch (IOException nobody) {
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        int number;
        FaultyLink link;
        boolean wanted;
        synchronized (this) {
            number = accepted++;
            link = new FaultyLink(this, client, broker, faults.apply(number));
            links.add(link);
            wanted = from == server; // else it came while the proxy began to refuse
        }
        if (wanted) {
            link.start("proxy " + port + ", link " + number);
        } else {
            link.reset();
        }
    }

    /** Cuts everything. */
    @Override
    public void close() {
        release();
        refuse();
        try {
            reservation.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
