package io.bellbird.broker.conformance;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures under $SYS that only sockets bring: bytes and packets, counted to the last one. */
@ParameterizedClass(name = "{0} shards")
@ValueSource(ints = {1, 4})
class SysTopicsTest {
    private static final int LEVEL = 4;
    private static final String CONNECT = "10 (<MQTT> 04 02 003C <%s>)";
    private static final String CONNACK = "20 02 00 00";
    private static final String SUBSCRIBE = "82 (0FFF <%s> 00)";
    private static final String SUBACK = "90 (0FFF 00)";
    private static final String[] PUBLISHED = {"30 (<t> 'one')", "32 (<t> 0007 'three')", "30 (<t>)"};
    private static final String PUBACK = "40 (0007)";
    private static final String[] DELIVERED = {"30 (<t> 'one')", "30 (<t> 'three')", "30 (<t>)"};
    private static final int PAYLOAD_BYTES = 8;

    /** A figure that is right for now has come by then. */
    private static final int TELLS_MAX = 5;

    private final Broker broker;
    private final RawClient watcher;

    SysTopicsTest(int shards) throws Exception {
        broker = Broker.start(BrokerConfig.ephemeral().toBuilder()
                .shards(shards)
                .sysIntervalSeconds(1)
                .connectionMessages(false)
                .build());
        RawClient subscriber = connect("subscriber").subscribe("t", 0);
        connect("publisher").send(PUBLISHED).expect(PUBACK);
        for (String message : DELIVERED) {
            subscriber.expect(message);
        }
        watcher = connect("watcher");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private RawClient connect(String id) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port());
        return new RawClient(socket, LEVEL, "").connect(CONNECT.formatted(id));
    }

    private static long length(String... lines) {
        long length = 0;
        for (String line : lines) {
            length += Notation.bytes(line, "").length;
        }
        return length;
    }

    /**
     * Waits for a figure.
     *
     * @param expected from what the watcher was told before
     */
    private void await(String topic, ToLongFunction<List<String>> expected) {
        watcher.subscribe(topic, 0);
        List<String> told = new ArrayList<>();
        while (told.size() < TELLS_MAX) {
            String figure = watcher.receiveType(WirePacket.PUBLISH).text();
            if (Long.parseLong(figure) == expected.applyAsLong(told)) {
                return;
            }
            told.add(figure);
        }
        throw new AssertionError(topic + " is " + told);
    }

    @Test
    void every_byte_that_came_counts() {
        String topic = "$SYS/broker/bytes/received";
        long bytes = length(CONNECT.formatted("subscriber"), SUBSCRIBE.formatted("t"))
                + length(CONNECT.formatted("publisher"))
                + length(PUBLISHED)
                + length(CONNECT.formatted("watcher"), SUBSCRIBE.formatted(topic));

        await(topic, told -> bytes);
    }

    @Test
    void every_byte_that_left_counts_those_included_that_tell_of_it() {
        String topic = "$SYS/broker/bytes/sent";
        long bytes = length(CONNACK, SUBACK) + length(DELIVERED) + length(CONNACK, PUBACK) + length(CONNACK, SUBACK);

        await(
                topic,
                told -> bytes
                        + told.stream()
                                .mapToLong(figure -> length("30 (<" + topic + "> '" + figure + "')"))
                                .sum());
    }

    @Test
    void every_byte_of_a_payload_that_left_counts() {
        await(
                "$SYS/broker/publish/bytes/sent",
                told -> PAYLOAD_BYTES + told.stream().mapToLong(String::length).sum());
    }

    @Test
    void every_packet_that_left_counts() {
        int connAcks = 3;
        int subAcks = 2;
        int pubAcks = 1;

        await("$SYS/broker/messages/sent", told -> connAcks + subAcks + pubAcks + DELIVERED.length + told.size());
    }

    @Test
    void every_publish_that_left_counts() {
        await("$SYS/broker/publish/messages/sent", told -> DELIVERED.length + told.size());
    }

    @Test
    void every_packet_that_came_counts() {
        int connects = 3;
        int subscribes = 2;

        await("$SYS/broker/messages/received", told -> connects + subscribes + PUBLISHED.length);
    }

    @Test
    void every_publish_that_came_every_connect_and_every_socket_counts() {
        await("$SYS/broker/publish/messages/received", told -> PUBLISHED.length);
        await("$SYS/broker/publish/bytes/received", told -> PAYLOAD_BYTES);
        await("$SYS/broker/connections/requested", told -> 3);
        await("$SYS/broker/sockets/opened", told -> 3);
    }
}
