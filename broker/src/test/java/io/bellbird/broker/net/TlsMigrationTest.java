package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.ErrorLines;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.conformance.RawClient;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels with TLS on their way to the home of their client id, and such that break off anywhere before. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class TlsMigrationTest {
    private static final int THREADS = 4;
    private static final int CONNECTS = 600;
    private static final int SHARED_CLIENT_IDS = 50;
    /** More than a handshake and a CONNECT have. */
    private static final int SENT_BYTES_MAX = 1_400;

    private static final String CONNECT = "10 (<MQTT> 05 02 0000 () <%s>)";

    static Stream<Transport> transports() {
        return Stream.of(Transport.NIO, Transport.best()).distinct();
    }

    private static Broker start(Transport transport) throws Exception {
        BrokerConfig config = Brokers.config(Brokers.listener(listener -> listener.tls(TlsFiles.server("server-ec"))));
        return Broker.builder(config.toBuilder().shards(4).build())
                .transport(transport)
                .start();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_storm_of_connects_half_of_them_reset_leaves_no_client_stuck_and_no_connection_behind(Transport transport)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Broker broker = start(transport);
                ErrorLines errors = new ErrorLines()) {
            List<Callable<Void>> storms = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int seed = thread;
                storms.add(() -> storm(broker.port(), seed));
            }
            for (Future<Void> done : threads.invokeAll(storms)) {
                done.get();
            }
            TlsTest.awaitConnections(broker, 0);
            assertThat(errors.lines()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every second client goes away at once, somewhere on its way to the home shard; the others get their answers. */
    private static Void storm(int port, int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        SSLContext context = TlsFiles.client();
        for (int i = 0; i < CONNECTS / THREADS; i++) {
            boolean shared = random.nextInt(4) == 0;
            String clientId = shared ? "shared-" + random.nextInt(SHARED_CLIENT_IDS) : "own-" + seed + "-" + i;
            String version = random.nextBoolean() ? "TLSv1.2" : "TLSv1.3";
            RawClient client = RawClient.over(TlsFiles.connect(port, context, version), 5);
            client.send(
                    CONNECT.formatted(clientId),
                    "82 (0001 () <storm/%s> 00)".formatted(clientId),
                    "32 (<storm/%s> 0002 () <hello>)".formatted(clientId));
            if (shared || random.nextBoolean()) {
                client.abort();
            } else {
                assertThat(client.receive().reason()).isZero();
                client.expect("90 (0001 () 00)")
                        .expect("30 (<storm/%s> () <hello>)".formatted(clientId))
                        .expect("40 (0002)");
                client.abort();
            }
        }
        return null;
    }

    @ParameterizedTest
    @MethodSource("transports")
    void a_handshake_may_break_off_after_any_byte(Transport transport) throws Exception {
        try (Broker broker = start(transport);
                ErrorLines errors = new ErrorLines();
                RawClient other = RawClient.over(TlsFiles.connect(broker.port(), TlsFiles.client()), 5)) {
            other.connect(CONNECT.formatted("other"));
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                for (int bytes = 0; bytes < SENT_BYTES_MAX; bytes += 37) {
                    breakOff(broker.port(), version, bytes);
                }
            }
            TlsTest.awaitConnections(broker, 1);
            other.expectNothing();
            assertThat(errors.lines()).isEmpty();
        }
    }

    private static void breakOff(int port, String version, int bytes) throws IOException {
        try (Socket cut = new CutSocket(port, bytes);
                SSLSocket socket =
                        (SSLSocket) TlsFiles.client().getSocketFactory().createSocket(cut, "localhost", port, true)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            RawClient.over(socket, 5).send(CONNECT.formatted("c" + bytes)).receive();
        } catch (IOException | UncheckedIOException | AssertionError brokenOff) {
            assertThat(brokenOff.getMessage()).doesNotContain("nothing came");
        }
    }

    /** Ends, one way or the other, after so many bytes. */
    private static final class CutSocket extends Socket {
        private int left;

        CutSocket(int port, int bytes) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
            left = bytes;
            setSoLinger(bytes % 2 == 0, 0);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    int sent = Math.min(left, length);
                    out.write(bytes, offset, sent);
                    left -= sent;
                    if (sent < length) {
                        out.flush();
                        CutSocket.this.close();
                        throw new IOException("cut");
                    }
                }
            };
        }
    }
}
