package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that speaks old versions of TLS is played, since Java has none of its own any more. */
class OldHelloTest {
    private static final int HELLO_BYTES_BEFORE_VERSION = 9;

    /** Answers with a hello in the version that it is asked for, up to one, and else with an alert. */
    private static void serve(ServerSocket server, int newest) {
        Thread thread = new Thread(
                () -> {
                    for (int i = 0; i < 2; i++) {
                        try (Socket socket = server.accept()) {
                            DataInputStream in = new DataInputStream(socket.getInputStream());
                            in.skipNBytes(HELLO_BYTES_BEFORE_VERSION);
                            int version = in.readUnsignedShort();
                            socket.getOutputStream()
                                    .write(
                                            version <= newest
                                                    ? new byte[] {22, 3, 1, 0, 42, 2, 0, 0, 38, 3, (byte) version}
                                                    : new byte[] {21, 3, 1, 0, 2, 2, 70});
                        } catch (IOException ended) {
                            return;
                        }
                    }
                },
                "old server");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<String> accepted(int newest) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            serve(server, newest);
            Endpoint endpoint = Endpoint.named("127.0.0.1", server.getLocalPort());
            return OldHello.accepted(new Door(endpoint, Endpoint.Transport.TLS));
        }
    }

    @Test
    void it_finds_each_version_that_is_spoken() throws IOException {
        assertThat(accepted(0x0302)).containsExactly("TLS 1.0", "TLS 1.1");
        assertThat(accepted(0x0301)).containsExactly("TLS 1.0");
    }

    @Test
    void an_alert_is_a_refusal() throws IOException {
        assertThat(accepted(0)).isEmpty();
    }
}
