package io.bellbird.e2e.fault;

import io.bellbird.e2e.fault.Fault.Kind;
import java.io.IOException;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One connection through a {@link FaultProxy}: two sockets, and a thread for each direction. */
final class FaultyLink {
    private static final int CHUNK_BYTES = 4_096;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket broker;
    private final Set<Direction> swallowed = EnumSet.noneOf(Direction.class);
    private Fault fault;
    private long passedBytes;
    /** Directions whose end has not come. */
    private int open = Direction.values().length;

    private boolean hungUp;
    private boolean ended;

    FaultyLink(FaultProxy proxy, Socket client, Socket broker, Fault fault) {
        this.proxy = proxy;
        this.client = client;
        this.broker = broker;
        this.fault = fault;
    }

    void start(String name) {
        start(name + " to broker", Direction.TO_BROKER);
        start(name + " to client", Direction.TO_CLIENT);
    }

    private void start(String name, Direction direction) {
        Thread thread = new Thread(() -> pump(direction), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Direction direction) {
        Socket from = direction == Direction.TO_BROKER ? client : broker;
        Socket to = direction == Direction.TO_BROKER ? broker : client;
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            for (int read = from.getInputStream().read(chunk);
                    read >= 0;
                    read = from.getInputStream().read(chunk)) {
                proxy.awaitPassage(direction, read);
                pass(direction, chunk, read, to);
            }
            onEnd(direction, to);
        } catch (IOException cut) {
            if (!waitsForBroker(direction)) {
                reset();
            }
        }
    }

    private void onEnd(Direction direction, Socket to) throws IOException {
        if (!isSwallowed(direction)) {
            to.shutdownOutput();
        }
        if (isLast(direction)) {
            reset();
        }
    }

    private synchronized boolean isLast(Direction direction) {
        open--;
        return open == 0 || (hungUp && direction == Direction.TO_CLIENT);
    }

    private synchronized boolean waitsForBroker(Direction direction) {
        return hungUp && !ended && direction == Direction.TO_BROKER;
    }

    /** Passes a chunk on, or what comes before the fault. */
    private void pass(Direction direction, byte[] chunk, int length, Socket to) throws IOException {
        int before = bytesBeforeFault(direction, length);
        if (!isSwallowed(direction)) {
            to.getOutputStream().write(chunk, 0, Math.min(before, length));
        }
        if (before < length) {
            happen(direction);
            if (!isEnded() && !isSwallowed(direction)) {
                to.getOutputStream().write(chunk, before, length - before);
            }
        }
    }

    private synchronized int bytesBeforeFault(Direction direction, int length) {
        if (direction != fault.direction()) {
            return length;
        }
        long left = fault.afterBytes() - passedBytes;
        passedBytes += length;
        return (int) Math.min(left, length);
    }

    private void happen(Direction direction) throws IOException {
        Fault came;
        synchronized (this) {
            came = fault;
            fault = Fault.NONE;
        }
        proxy.onFault(came.kind());
        switch (came.kind()) {
            case RESET -> reset();
            case HANG_UP -> hangUp();
            case STALL -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FaultProxy.STALL_MILLIS));
                resetAfter(direction, came.afterBytes());
            }
            case SWALLOW -> swallow(direction);
        }
    }

    /** What this direction brings from now on never arrives. */
    synchronized void swallow(Direction direction) {
        swallowed.add(direction);
    }

    private synchronized boolean isSwallowed(Direction direction) {
        return swallowed.contains(direction);
    }

    /** The link breaks after so many more bytes. */
    synchronized void resetAfter(Direction direction, long bytes) {
        passedBytes = 0;
        fault = new Fault(Kind.RESET, direction, bytes);
    }

    private void hangUp() throws IOException {
        synchronized (this) {
            hungUp = true;
            swallowed.addAll(EnumSet.allOf(Direction.class)); // until the broker closes as well
        }
        broker.shutdownOutput();
        reset(client);
    }

    /** Both ends get RST. */
    void reset() {
        synchronized (this) {
            ended = true;
        }
        reset(client);
        reset(broker);
        proxy.onEnded(this);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // it is closed, which was the aim
        }
    }
}
