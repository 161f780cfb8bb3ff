package io.bellbird.client;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What came and was not processed yet: above its limit the socket is not read, until half of it is processed. Added to on
 * the client's loop, taken from on any thread.
 */
final class Held {
    /** What a message takes besides its payload. */
    private static final int OVERHEAD_BYTES = 200;

    private final long bytesMax;
    private final EventLoop loop;
    private final Runnable resume;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean full;

    /** @param resume called on the loop when there is room again */
    Held(long bytesMax, EventLoop loop, Runnable resume) {
        this.bytesMax = bytesMax;
        this.loop = loop;
        this.resume = resume;
    }

    /**
     * A message was handed to one more receiver.
     *
     * @return whether so much lies here that the socket is not to be read
     */
    boolean add(Message message) {
        if (bytes.addAndGet(OVERHEAD_BYTES + message.heldBytes()) > bytesMax) {
            full = true;
            // from here on receivers resume; what they processed before they saw it has to be seen here
            if (hasRoom()) {
                loop.execute(this::resume);
            }
        }
        return full;
    }

    /** A receiver has processed it. */
    void remove(Message message) {
        bytes.addAndGet(-OVERHEAD_BYTES - (long) message.heldBytes());
        if (full && hasRoom()) {
            loop.execute(this::resume);
        }
    }

    private void resume() {
        if (full && hasRoom()) {
            full = false;
            resume.run();
        }
    }

    private boolean hasRoom() {
        return bytes.get() <= bytesMax / 2;
    }

    boolean isFull() {
        return full;
    }
}
