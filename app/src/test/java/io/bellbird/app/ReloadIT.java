package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP and {@code bellbird reload}, with the real process. */
@Timeout(180)
class ReloadIT {
    private static final String REFUSED = "\40\2\0\5";
    private static final int MESSAGES_BETWEEN = 50;

    @TempDir
    private Path folder;

    private Path configuration(String... lines) throws IOException {
        return Files.writeString(folder.resolve("b.conf"), "listener 0 127.0.0.1\n" + String.join("\n", lines) + "\n");
    }

    private Program start(Path file) throws IOException {
        return Program.bellbird(folder, "broker", "-c", file.toString());
    }

    private List<String> reload(int exitCode, String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 1];
        all[0] = "reload";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try (Program command = Program.bellbird(folder, all)) {
            List<String> lines = command.output();
            lines.addAll(command.errors());
            assertThat(command.exitCode()).as("%s", lines).isEqualTo(exitCode);
            return lines;
        }
    }

    /** A client of MQTT 3.1.1. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Client(int port, String clientId) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
            send("\20" + (char) (12 + clientId.length()) + "\0\4MQTT\4\2\0\0\0" + (char) clientId.length() + clientId);
        }

        void send(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        void expect(String bytes) throws IOException {
            assertThat(new String(in.readNBytes(bytes.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(bytes);
        }

        void expectClosed() throws IOException {
            assertThat(in.read()).isEqualTo(-1);
        }

        Client accepted() throws IOException {
            expect("\40\2\0\0");
            return this;
        }

        void subscribe() throws IOException {
            send("\202\6\0\1\0\1t\1");
            expect("\220\3\0\1\1");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** One client publishes with QoS 1 to another; each message must be acknowledged and arrive once, in order. */
    private static void converse(Client publisher, Client subscriber, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            int number = 1 + i % 0xffff;
            String id = "" + (char) (number >> 8) + (char) (number & 0xff);
            publisher.send("\62\7\0\1t" + id + "xy");
            publisher.expect("\100\2" + id);
            subscriber.expect("\62\7\0\1t");
            String own = new String(subscriber.in.readNBytes(2), StandardCharsets.ISO_8859_1);
            subscriber.expect("xy");
            subscriber.send("\100\2" + own);
        }
    }

    @Test
    void clients_stay_connected_and_nothing_is_lost_while_the_configuration_is_read_again_and_again() throws Exception {
        Path file = configuration("allow_anonymous true");
        try (Program broker = start(file)) {
            int port = broker.port();
            try (Client publisher = new Client(port, "p").accepted();
                    Client subscriber = new Client(port, "s").accepted()) {
                subscriber.subscribe();
                int id = 1;
                for (int round = 1; round <= 5; round++) {
                    configuration("allow_anonymous true", "max_keepalive " + round, "max_queued_messages " + round);
                    int first = id;
                    id += MESSAGES_BETWEEN;
                    CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> {
                        try {
                            return reload(0, "-c", file.toString());
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    while (!lines.isDone()) {
                        converse(publisher, subscriber, first, id);
                        first = id;
                        id += MESSAGES_BETWEEN;
                    }
                    assertThat(lines.get())
                            .containsExactly("configuration read again: 2 settings changed: max_keepalive "
                                    + (round - 1) + " -> " + round + ", max_queued_messages " + (round - 1) + " -> "
                                    + round);
                }
            }
        }
    }

    @Test
    void each_setting_counts_when_the_table_says() throws Exception {
        Path file = configuration("allow_anonymous true");
        try (Program broker = start(file)) {
            int port = broker.port();
            try (Client before = new Client(port, "before").accepted()) {
                before.subscribe();
                configuration("allow_anonymous true", "message_size_limit 1", "shards 3", "listener 0 127.0.0.2");

                assertThat(reload(0, "-c", file.toString()))
                        .containsExactly(
                                "configuration read again: 3 settings changed: message_size_limit 0 -> 1,"
                                        + " shards 0 -> 3, listener none -> 0 127.0.0.2",
                                "shards 0 -> 3: takes effect when the broker is started again",
                                "listener none -> 0 127.0.0.2: takes effect when the broker is started again");

                // at once: a longer payload is acknowledged and not delivered
                before.send("\62\7\0\1t\0\1xy" + "\62\6\0\1t\0\2x");
                before.expect("\100\2\0\1" + "\62\6\0\1t");
            }
        }
    }

    @Test
    void who_may_not_connect_any_more_is_disconnected_at_once() throws Exception {
        Path file = configuration("allow_anonymous true");
        try (Program broker = start(file)) {
            int port = broker.port();
            try (Client before = new Client(port, "before").accepted()) {
                configuration();

                assertThat(reload(0, "-c", file.toString()))
                        .containsExactly("configuration read again: 1 setting changed: allow_anonymous true -> none");

                before.expectClosed();
                try (Client after = new Client(port, "after")) {
                    after.expect(REFUSED);
                }
            }
        }
    }

    @Test
    void a_file_with_a_mistake_leaves_the_old_configuration_in_force() throws Exception {
        Path file = configuration("allow_anonymous true", "log_type error");
        try (Program broker = start(file)) {
            int port = broker.port();
            configuration("allow_anonymous maybe", "max_qos 7");

            broker.signal("HUP");

            assertThat(broker.nextErrorLine())
                    .endsWith(" ERROR " + file + ":2: allow_anonymous is 'maybe': use true or false");
            assertThat(broker.nextErrorLine()).endsWith(" ERROR " + file + ":3: max_qos is '7': use 0, 1 or 2");
            assertThat(broker.nextErrorLine()).endsWith(" ERROR the old configuration stays in force");
            assertThat(reload(3, "-c", file.toString())).hasSize(2).allMatch(line -> line.startsWith("bellbird: "));
            new Client(port, "after").accepted().close();
        }
    }

    @Test
    void a_log_file_that_was_moved_away_is_let_go_of_and_the_kinds_of_lines_change() throws Exception {
        Path log = folder.resolve("log");
        Path file = configuration("allow_anonymous true", "log_dest file " + log, "log_type error");
        try (Program broker = start(file)) {
            int port = broker.port();
            Path moved = Files.move(log, folder.resolve("log.1"));
            configuration("allow_anonymous true", "log_dest file " + log, "log_type all");

            reload(0, "-c", file.toString());
            new Client(port, "after").accepted().close();
            broker.signal("TERM");
            assertThat(broker.exitCode()).isZero();

            assertThat(Files.readString(moved)).isEmpty();
            assertThat(Files.readString(log))
                    .contains(" NOTICE configuration read again: 1 setting changed: log_type error -> ")
                    .contains(" INFO client=after connected");
        }
    }

    @Test
    void a_log_file_that_cannot_be_opened_leaves_all_as_it_was() throws Exception {
        Path file = configuration("allow_anonymous true");
        try (Program broker = start(file)) {
            int port = broker.port();
            configuration("log_dest file /no/such/log");

            assertThat(reload(3, "-c", file.toString()))
                    .containsExactly(
                            "cannot write the log file /no/such/log: the folder does not exist;"
                                    + " choose another place with log_dest file",
                            "the old configuration stays in force");
            new Client(port, "after").accepted().close();
        }
    }

    @Test
    void a_broker_without_data_is_found_by_its_pid_file() throws Exception {
        Path file = configuration("persistence false", "pid_file " + folder.resolve("pid"));
        try (Program broker = start(file)) {
            broker.port();

            assertThat(reload(0, "-c", file.toString()))
                    .containsExactly("configuration read again: no setting changed");
            assertThat(reload(0, "--pid", "" + broker.pid())).hasSize(1);
        }
    }

    @Test
    void a_broker_without_a_file_says_that_there_is_nothing_to_read() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-p", "0")) {
            broker.port();

            assertThat(reload(1))
                    .containsExactly("there is no configuration to read again: the broker was started without -c FILE");
        }
    }

    @Test
    void where_no_broker_runs_the_command_says_so() throws Exception {
        assertThat(reload(1))
                .singleElement()
                .asString()
                .startsWith("bellbird: no broker runs: there is no file " + folder.resolve("bellbird/pid"));
    }
}
