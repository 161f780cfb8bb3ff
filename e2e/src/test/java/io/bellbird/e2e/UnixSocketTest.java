package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mosquitto's clients over a Unix domain socket. */
final class UnixSocketTest {
    @RegisterExtension
    final Clients clients = new Clients();

    private Path folder;
    private Path socket;
    private BrokerProcess broker;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createTempDirectory("unix"); // below target the path would be too long
        socket = folder.resolve("mqtt.sock");
        BrokerSetup setup = BrokerSetup.keeping(folder.resolve("data"));
        List<String> lines = new ArrayList<>(setup.lines());
        lines.add("listener 0 " + socket);
        broker = BrokerProcess.start(new BrokerSetup(2, setup.data(), lines, List.of(), setup.environment()));
    }

    @AfterEach
    void stop() {
        try {
            broker.close();
        } finally {
            Folders.delete(folder);
        }
    }

    private ClientProcess local(String tool, String... arguments) {
        String[] unix = {"--unix", socket.toString()};
        return clients.mosquitto(
                tool, broker, Stream.of(unix, arguments).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private boolean isThere() {
        return Files.exists(socket, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void what_a_client_sends_over_it_others_print_over_it_and_over_tcp() {
        // given
        ClientProcess here = local("mosquitto_sub", "-t", "a/b", "-C", "1", "-W", "20", "-d");
        ClientProcess there = clients.mosquitto("mosquitto_sub", broker, "-t", "a/b", "-C", "1", "-W", "20", "-d");
        here.awaitLine("Subscribed (mid: 1)");
        there.awaitLine("Subscribed (mid: 1)");
        // when
        local("mosquitto_pub", "-V", "mqttv5", "-q", "2", "-t", "a/b", "-m", "hello")
                .awaitSuccess();
        // then
        assertThat(here.awaitSuccess()).contains("hello");
        assertThat(there.awaitSuccess()).contains("hello");
    }

    @Test
    void the_log_says_where_its_clients_come_from() {
        local("mosquitto_pub", "-i", "local-client", "-t", "a", "-m", "hello").awaitSuccess();
        if (!BrokerProcess.isOtherBroker()) {
            broker.awaitLog(socket + " (Unix socket)");
            broker.awaitLog("from=unix:" + socket);
        }
    }

    @Test
    void it_goes_with_a_stop_and_a_broker_that_was_killed_makes_a_new_one() {
        broker.kill();
        assertThat(isThere()).isTrue();
        broker.restart();
        local("mosquitto_pub", "-q", "1", "-t", "a", "-m", "hello").awaitSuccess();
        broker.stop();
        assertThat(isThere()).isFalse();
    }
}
