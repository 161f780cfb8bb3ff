package io.bellbird.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.net.NoLeaks;
import io.bellbird.broker.routing.Racers;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Broker#close} while clients connect, subscribe and publish, and while the program around it does. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ShutdownStressTest {
    private static final int ROUNDS = 4;
    private static final int CLIENTS = 4;
    private static final int ON_THEIR_WAY_MAX = 1_000;
    /** A stop takes 3 seconds at the most, and some for the machine. */
    private static final long CLOSE_SECONDS_MAX = 10;

    private static final Topic TOPIC = Topic.of("own");

    private static Broker start() throws BrokerStartException {
        return Broker.start(BrokerConfig.ephemeral().toBuilder()
                .shards(3)
                .connectionMessages(false)
                .build());
    }

    private static void close(Broker broker) {
        long begun = System.nanoTime();
        broker.close();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(CLOSE_SECONDS_MAX);
    }

    @Test
    void clients_that_come_subscribe_and_publish_meanwhile_are_all_let_go() throws Exception {
        try (ErrorLines errors = new ErrorLines()) {
            for (int round = 0; round < ROUNDS; round++) {
                Broker broker = start();
                CountDownLatch answers = new CountDownLatch(1 + 60 * round);
                Racers.Task[] tasks = new Racers.Task[CLIENTS + 1];
                for (int i = 0; i < CLIENTS; i++) {
                    String clientId = "client-" + round + "-" + i;
                    tasks[i] = () -> comeAndGo(broker.port(), clientId, answers);
                }
                tasks[CLIENTS] = () -> {
                    assertThat(answers.await(20, TimeUnit.SECONDS)).isTrue();
                    close(broker);
                };
                Racers.race(tasks);
                assertThat(broker.connectionCount()).isZero();
            }
            assertThat(errors.lines()).isEmpty();
        }
    }

    /** Connects, subscribes, publishes QoS 1 to all and leaves, again and again, until there is no broker any more. */
    private static void comeAndGo(int port, String clientId, CountDownLatch answers) {
        byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
        try {
            while (true) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
                    socket.setTcpNoDelay(true);
                    converse(socket, id, answers);
                }
            }
        } catch (SocketTimeoutException stuck) {
            throw new AssertionError("the broker neither answers nor closes", stuck);
        } catch (IOException stopped) {
            // as expected: refused, reset, or closed in the middle of a packet
        }
    }

    private static void converse(Socket socket, byte[] clientId, CountDownLatch answers) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] connect = {0x10, (byte) (12 + clientId.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0};
        connect[13] = (byte) clientId.length;
        socket.getOutputStream().write(connect);
        socket.getOutputStream().write(clientId);
        expect(in, 0x20, answers);
        socket.getOutputStream().write(new byte[] {(byte) 0x82, 6, 0, 1, 0, 1, '#', 0});
        expect(in, 0x90, answers);
        for (int i = 1; i <= 20; i++) {
            socket.getOutputStream().write(new byte[] {0x32, 6, 0, 1, 't', 0, (byte) i, 'x'});
            expect(in, 0x40, answers);
        }
    }

    /** Reads up to an answer of this type; the messages of all clients come in between. */
    private static void expect(DataInputStream in, int type, CountDownLatch answers) throws IOException {
        int first = -1;
        while (first != type) {
            first = in.readUnsignedByte();
            in.readFully(new byte[in.readUnsignedByte()]);
        }
        answers.countDown();
    }

    @Test
    void every_message_of_the_program_around_the_broker_gets_its_result() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Broker broker = start();
            CountDownLatch results = new CountDownLatch(1 + 10_000 * round);
            Racers.Task publisher = () -> publishUntilStopped(broker, results);
            Racers.race(publisher, publisher, () -> {
                assertThat(results.await(20, TimeUnit.SECONDS)).isTrue();
                close(broker);
            });
        }
    }

    /** Does not wait for one result before it publishes the next message, so that some are always on their way. */
    private static void publishUntilStopped(Broker broker, CountDownLatch results) throws Exception {
        ArrayDeque<CompletableFuture<ReasonCode>> onTheirWay = new ArrayDeque<>();
        ReasonCode last = ReasonCode.SUCCESS;
        while (last != ReasonCode.SERVER_SHUTTING_DOWN) {
            onTheirWay.add(broker.publish(TOPIC, Bytes.utf8("x"), Qos.AT_LEAST_ONCE, false));
            results.countDown();
            if (onTheirWay.size() > ON_THEIR_WAY_MAX) {
                last = onTheirWay.remove().get(20, TimeUnit.SECONDS);
            }
        }
        for (CompletableFuture<ReasonCode> result : onTheirWay) {
            result.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void of_several_that_close_a_broker_one_does() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Broker broker = start();
            Racers.race(() -> close(broker), () -> close(broker), () -> close(broker));
        }
    }
}
