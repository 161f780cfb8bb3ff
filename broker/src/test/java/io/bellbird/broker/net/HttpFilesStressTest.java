package io.bellbird.broker.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.WebSocketConfig;
import io.bellbird.broker.routing.Racers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What one browser cannot show of {@link HttpFiles} and {@link FileTransfer}. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class HttpFilesStressTest {
    private static final int FILES = 3;
    private static final int REQUESTS_EACH = 60;
    /** Several pieces, the last one not full. */
    private static final int FILE_BYTES = 200_001;

    @TempDir
    private Path folder;

    private final byte[][] contents = new byte[FILES][FILE_BYTES];

    @BeforeEach
    void writeFiles() throws IOException {
        for (int i = 0; i < FILES; i++) {
            new Random(i).nextBytes(contents[i]);
            Files.write(folder.resolve("file" + i), contents[i]);
        }
    }

    private Broker start() throws Exception {
        ListenerConfig listener = Brokers.listener(settings -> settings.protocol(Protocol.WEBSOCKETS)
                .webSocket(new WebSocketConfig(Optional.of(folder), List.of(), 1_000)));
        return Brokers.with(listener);
    }

    private static byte[] get(Broker broker, int file) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            socket.getOutputStream()
                    .write("GET /file%d HTTP/1.1\r\nHost: x\r\n\r\n"
                            .formatted(file)
                            .getBytes(ISO_8859_1));
            return socket.getInputStream().readAllBytes();
        }
    }

    private boolean isWhole(byte[] answer, int file) {
        int end = new String(answer, ISO_8859_1).indexOf("\r\n\r\n");
        int start = end + 4;
        return end > 0 && Arrays.equals(answer, start, answer.length, contents[file], 0, FILE_BYTES);
    }

    @Test
    void browsers_at_the_same_time_get_what_each_has_asked_for() throws Exception {
        try (Broker broker = start()) {
            Racers.Task[] browsers = new Racers.Task[FILES];
            for (int i = 0; i < FILES; i++) {
                int file = i;
                browsers[i] = () -> {
                    for (int request = 0; request < REQUESTS_EACH; request++) {
                        assertThat(isWhole(get(broker, file), file)).isTrue();
                    }
                };
            }
            Racers.race(browsers);
        }
    }

    @Test
    void a_broker_that_stops_meanwhile_leaves_no_browser_waiting() throws Exception {
        for (int round = 0; round < 4; round++) {
            Broker broker = start();
            CountDownLatch begun = new CountDownLatch(2 + 5 * round);
            Racers.Task browser = () -> {
                while (fetches(broker)) {
                    begun.countDown();
                }
            };
            Racers.race(browser, browser, () -> {
                assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
                broker.close();
            });
            assertThat(broker.connectionCount()).isZero();
        }
    }

    /** Whether the broker was still there. */
    private boolean fetches(Broker broker) {
        try {
            return isWhole(get(broker, 0), 0);
        } catch (SocketTimeoutException stuck) {
            throw new AssertionError("the browser waits for ever", stuck);
        } catch (IOException stopped) {
            return false;
        }
    }
}
