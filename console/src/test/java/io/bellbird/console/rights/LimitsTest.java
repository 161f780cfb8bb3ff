package io.bellbird.console.rights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one can take of the broker over HTTP has an end. */
@Timeout(60)
class LimitsTest {
    private static final int CONNECTIONS_MAX = 256;
    private static final int REQUESTS = 20_000;
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir
    private Path folder;

    private RestFixture broker;

    @BeforeEach
    void start() {
        broker = new RestFixture(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void who_asks_too_often_is_told_when_to_ask_again() {
        RestClient nobody = broker.rest().anonymous();
        RestClient.Answer answer = nobody.get("/api/me");
        for (int i = 0; i < REQUESTS && answer.status() == 200; i++) {
            answer = nobody.get("/api/me");
        }

        assertThat(answer.problem(429)).contains("127.0.0.1", "200 requests a second");
        assertThat(answer.headers()).containsEntry("retry-after", "1");
        assertThat(broker.rest().get("/api/me").status())
                .as("the process itself")
                .isEqualTo(200);
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        RestClient.Answer answer = broker.rest().unchecked("PUT", "/api/topics/a", new byte[(1 << 20) + 1]);

        assertThat(answer.status()).isEqualTo(413);
        broker.rest()
                .ask("PUT", "/api/topics/a", new byte[1 << 20], "text/plain")
                .ok();
    }

    @Test
    void one_connection_too_many_is_closed_and_the_others_are_served() throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS_MAX; i++) {
                open.add(connect());
            }
            assertThat(statusLine(open.get(0))).isEqualTo("HTTP/1.1 200 OK");
            Socket more = connect();
            open.add(more);
            assertThat(statusLine(more)).isEmpty();
            assertThat(statusLine(open.get(CONNECTIONS_MAX / 2))).isEqualTo("HTTP/1.1 200 OK");
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(),
                broker.broker().adminAddress().orElseThrow().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Empty when the other side has closed. */
    private static String statusLine(Socket socket) {
        StringBuilder line = new StringBuilder();
        try {
            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            for (int next = socket.getInputStream().read(); next >= 0 && next != '\r'; ) {
                line.append((char) next);
                next = socket.getInputStream().read();
            }
        } catch (IOException closed) {
            return "";
        }
        return line.toString();
    }
}
