package io.bellbird.e2e.soak;

import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbered messages from one client to another, through all that the others do; with QoS 1 and 2 none may be missing,
 * come twice or too early, since neither of the two ever loses its connection. A thread for each client.
 */
final class Stream {
    private static final int BATCH = 20;
    private static final long PAUSE_MILLIS = 50;
    private static final int LISTEN_MILLIS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int QOS_LEVELS = 3;

    private final Traffic traffic;
    /** By QoS, in the thread that receives. */
    private final long[] received = new long[QOS_LEVELS];
    /** Of each of QoS 1 and 2, all of which were acknowledged; -1 while it goes on. */
    private volatile long sent = -1;

    private volatile boolean subscribed;

    Stream(Traffic traffic) {
        this.traffic = traffic;
    }

    void publish() throws IOException {
        try (Conversation client = traffic.connect(Mqtt.V5, false, Login.persistent("stream-out"), message -> {})) {
            while (!subscribed) {
                pause();
            }
            long number = 0;
            while (traffic.isGoingOn()) {
                for (long end = number + BATCH; number < end; number++) {
                    for (int qos = 0; qos < QOS_LEVELS; qos++) {
                        client.publish("stream/" + qos, qos, false, Long.toString(number));
                    }
                }
                client.settle();
                pause();
            }
            client.disconnect();
            sent = number;
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }

    void receive() throws IOException {
        try (Conversation client =
                traffic.connect(Mqtt.V3_1_1, false, Login.persistent("stream-in"), this::onMessage)) {
            client.subscribe("stream/#", 2);
            subscribed = true;
            while (sent < 0) {
                client.listen(LISTEN_MILLIS);
            }
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while ((received[1] < sent || received[2] < sent) && System.nanoTime() - deadline < 0) {
                client.listen(LISTEN_MILLIS);
            }
            if (received[1] != sent || received[2] != sent) {
                traffic.fail("of " + sent + " messages that were acknowledged " + received[1] + " came with QoS 1 and "
                        + received[2] + " with QoS 2");
            }
            client.disconnect();
        }
    }

    private void onMessage(Packet.Publish message) {
        long number = Long.parseLong(message.payload());
        int qos = message.qos();
        if (qos > 0 && number != received[qos]) {
            traffic.fail("with QoS " + qos + " message " + number + " came instead of " + received[qos]);
        }
        received[qos] = number + 1;
    }
}
