package io.bellbird.broker.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels on their way from the loop that accepted them to the home of their client id. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class MigrationTest {
    private static final int CONNECTS = 20_000;
    private static final int CLIENT_THREADS = 8;
    /** Client ids that connects share, so that they also take each other's sessions over. */
    private static final int SHARED_CLIENT_IDS = 200;

    private static final String UPGRADE =
            """
            GET /mqtt HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Protocol: mqtt\r
            \r
            """;

    static Stream<Arguments> transports() {
        List<Transport> transports = new ArrayList<>(List.of(Transport.NIO));
        if (Transport.best() != Transport.NIO) {
            transports.add(Transport.best());
        }
        return transports.stream().flatMap(transport -> Stream.of(Protocol.MQTT, Protocol.WEBSOCKETS)
                .map(protocol -> Arguments.of(transport, protocol)));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void packets_sent_in_one_segment_with_connect_are_answered_in_order_wherever_the_client_lives(
            Transport transport, Protocol protocol) throws Exception {
        try (Broker broker = start(transport, protocol)) {
            for (int i = 0; i < 200; i++) {
                try (Client client = new Client(broker.port(), protocol)) {
                    client.connectSubscribeAndPublishInOneSegment("segment-" + i);
                    client.expectAllAnswers();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_storm_of_connects_half_of_them_reset_leaves_no_client_stuck_and_no_connection_behind(
            Transport transport, Protocol protocol) throws Exception {
        int connects = protocol == Protocol.MQTT ? CONNECTS : CONNECTS / 4;
        try (Broker broker = start(transport, protocol)) {
            ExecutorService threads = Executors.newFixedThreadPool(CLIENT_THREADS);
            try {
                List<Callable<Void>> storms = new ArrayList<>();
                for (int thread = 0; thread < CLIENT_THREADS; thread++) {
                    int seed = thread;
                    storms.add(() -> storm(broker.port(), protocol, seed, connects / CLIENT_THREADS));
                }
                for (Future<Void> done : threads.invokeAll(storms)) {
                    done.get();
                }
            } finally {
                threads.shutdownNow();
                assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            }
            awaitNoConnections(broker);
        }
    }

    private static Broker start(Transport transport, Protocol protocol) throws Exception {
        ListenerConfig listener = ListenerConfig.local(0).withProtocol(protocol);
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .listeners(List.of(listener))
                .shards(4)
                .connectionMessages(false)
                .build();
        return Broker.builder(config).transport(transport).start();
    }

    /** Every second client goes away at once, somewhere on its way to the home shard; the others get their answers. */
    private static Void storm(int port, Protocol protocol, int seed, int connects) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < connects; i++) {
            boolean shared = random.nextInt(4) == 0;
            boolean aborts = shared || random.nextBoolean();
            String clientId = shared ? "shared-" + random.nextInt(SHARED_CLIENT_IDS) : "own-" + seed + "-" + i;
            try (Client client = new Client(port, protocol)) {
                client.connectSubscribeAndPublishInOneSegment(clientId);
                if (!aborts) {
                    client.expectAllAnswers();
                }
            }
        }
        return null;
    }

    private static void awaitNoConnections(Broker broker) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (broker.connectionCount() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(broker.connectionCount()).isZero();
    }

    /** A socket that closes with a reset, so that no port is left waiting. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final Protocol protocol;
        private final ByteArrayOutputStream segment = new ByteArrayOutputStream();
        private String topic = "";
        /** Bytes that the current WebSocket frame still has. */
        private int frameRest;

        Client(int port, Protocol protocol) throws IOException {
            this.protocol = protocol;
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoLinger(true, 0);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            in = new DataInputStream(socket.getInputStream());
            if (protocol == Protocol.WEBSOCKETS) {
                upgrade();
            }
        }

        private void upgrade() throws IOException {
            socket.getOutputStream().write(UPGRADE.getBytes(ISO_8859_1));
            StringBuilder response = new StringBuilder();
            while (response.indexOf("\r\n\r\n") < 0) {
                response.append((char) in.readUnsignedByte());
            }
            assertThat(response.toString()).startsWith("HTTP/1.1 101");
        }

        void connectSubscribeAndPublishInOneSegment(String clientId) throws IOException {
            topic = "storm/" + clientId;
            packet(0x10, "\0\4MQTT\4\2\0\0" + string(clientId));
            packet(0x82, "\0\1" + string(topic) + "\0");
            packet(0x32, string(topic) + "\0\2hello");
            try {
                socket.getOutputStream().write(segment.toByteArray());
            } catch (IOException takenOver) {
                // another client with the same id was faster; its answers are not asked for
                segment.reset();
            }
        }

        void expectAllAnswers() throws IOException {
            expect("\40\2\0\0");
            expect("\220\3\0\1\0");
            String message = string(topic) + "hello";
            expect("\60" + (char) message.length() + message);
            expect("\100\2\0\2");
        }

        private void expect(String packet) throws IOException {
            StringBuilder received = new StringBuilder();
            while (received.length() < packet.length()) {
                received.append((char) readByte());
            }
            assertThat(received).hasToString(packet);
        }

        /** The next byte of MQTT; in WebSocket, packets may share a frame. */
        private int readByte() throws IOException {
            while (protocol == Protocol.WEBSOCKETS && frameRest == 0) {
                assertThat(in.readUnsignedByte()).isEqualTo(0x82);
                int length = in.readUnsignedByte();
                frameRest = length == 126 ? in.readUnsignedShort() : length;
            }
            frameRest--;
            return in.readUnsignedByte();
        }

        private void packet(int first, String body) {
            byte[] bytes = ((char) first + "" + (char) body.length() + body).getBytes(ISO_8859_1);
            if (protocol == Protocol.WEBSOCKETS) {
                segment.write(0x82);
                segment.write(0x80 | bytes.length);
                segment.writeBytes(new byte[4]);
            }
            segment.writeBytes(bytes);
        }

        private static String string(String text) {
            return "\0" + (char) text.length() + text;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
