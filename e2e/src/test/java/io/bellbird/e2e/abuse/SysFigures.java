package io.bellbird.e2e.abuse;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongPredicate;

/** What a broker says of itself under $SYS. */
final class SysFigures {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 1_000;

    private SysFigures() {}

    /**
     * Waits for a figure.
     *
     * @param name behind {@code $SYS/broker/}
     * @throws AssertionError when it does not come within 30 s
     */
    static void await(BrokerProcess broker, String name, LongPredicate wanted) throws IOException {
        long begun = System.nanoTime();
        String last = "nothing";
        try (MqttConnection connection = new MqttConnection(Mqtt.V5, broker.port())) {
            connection.login(Login.passing("figures"));
            connection.subscribe(1, "$SYS/broker/" + name, 0);
            while (System.nanoTime() - begun < PATIENCE.toNanos()) {
                Optional<Packet> packet = connection.poll(POLL_MILLIS);
                if (packet.isPresent() && packet.get() instanceof Packet.Publish message) {
                    last = message.payload();
                    if (wanted.test(Long.parseLong(last))) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("$SYS/broker/" + name + " is not as awaited, but " + last);
    }
}
