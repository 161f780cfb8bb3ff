package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that does not say who the client is, or takes too long for it. */
class SlowApplicationTest {
    private static final String WELCOME_OF_RIDDLE = "20 [00 00 [15 'riddle' 16 'bye']]";

    /** In which a client connects on a slow machine, too. */
    private static final int TIMEOUT_MILLIS = 1_000;

    private final ScriptedBroker broker = new ScriptedBroker();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        broker.close();
    }

    private ClientOptions.Builder options() {
        return broker.options(MqttVersion.V5).connectTimeout(Duration.ofMillis(TIMEOUT_MILLIS));
    }

    private void block() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void credentials_that_do_not_come_in_time_fail_the_attempt(boolean blocks) {
        MqttClient client = options()
                .credentials(() -> {
                    if (blocks) {
                        block();
                    }
                    return new CompletableFuture<>();
                })
                .build();
        assertThat(failure(client.connect()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContainingAll("client c ", broker.uri(), "the source of credentials", "within 1000 ms")
                .hasMessageContaining("connectTimeout");
    }

    @Test
    void credentials_that_come_too_late_do_not_count() throws InterruptedException {
        BlockingQueue<CompletableFuture<Credentials>> asked = new LinkedBlockingQueue<>();
        MqttClient client = options()
                .retryFirstConnect(true)
                .credentials(() -> {
                    CompletableFuture<Credentials> credentials = new CompletableFuture<>();
                    asked.add(credentials);
                    return credentials;
                })
                .build();
        CompletableFuture<Connected> connecting = client.connect();
        CompletableFuture<Credentials> first = asked.take();
        CompletableFuture<Credentials> second = asked.take();
        first.complete(Credentials.of("late", ""));
        second.complete(Credentials.of("in time", ""));
        ScriptedConnection connection = broker.accept();
        assertThat(connection.expectConnect().username()).isEqualTo("in time");
        connection.send(WELCOME);
        await(connecting);
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void credentials_that_are_null_fail_the_attempt() {
        MqttClient client = options().credentials(() -> null).build();
        assertThat(failure(client.connect())).hasMessageContaining("null instead of a CompletionStage");
    }

    @Test
    void credentials_that_turn_out_to_be_null_fail_the_attempt() {
        MqttClient client = options()
                .credentials(() -> CompletableFuture.completedFuture(null))
                .build();
        assertThat(failure(client.connect())).hasMessageContaining("null instead of an answer");
    }

    /** A method that does not come to an end with one of its steps. */
    private final class Stuck implements Authentication {
        private final Step stuck;

        Stuck(Step stuck) {
            this.stuck = stuck;
        }

        @Override
        public String method() {
            return "riddle";
        }

        @Override
        public CompletionStage<Optional<Bytes>> begin() {
            return answer(Step.BEGIN);
        }

        @Override
        public CompletionStage<Optional<Bytes>> next(Optional<Bytes> challenge) {
            return answer(Step.NEXT);
        }

        private CompletionStage<Optional<Bytes>> answer(Step step) {
            return step == stuck ? new CompletableFuture<>() : CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public boolean accept(Optional<Bytes> last) {
            if (stuck == Step.ACCEPT) {
                block();
            }
            return true;
        }
    }

    enum Step {
        BEGIN("Authentication.begin has not answered within 1000 ms"),
        NEXT("Authentication.next has not answered within 1000 ms"),
        ACCEPT("Authentication.accept has not answered within 1000 ms"),
        BROKER("no CONNACK came within 1000 ms");

        final String complaint;

        Step(String complaint) {
            this.complaint = complaint;
        }
    }

    @ParameterizedTest
    @EnumSource
    void authentication_that_does_not_go_on_fails_the_attempt(Step stuck) {
        MqttClient client = options().authentication(new Stuck(stuck)).build();
        CompletableFuture<Connected> connecting = client.connect();
        if (stuck != Step.BEGIN) {
            ScriptedConnection connection = broker.accept();
            connection.expectConnect();
            connection.send(stuck == Step.ACCEPT ? WELCOME_OF_RIDDLE : "F0 [18 [15 'riddle']]");
            if (stuck == Step.BROKER) {
                connection.expect(Auth.class);
            }
            connection.expectEnd();
        }
        assertThat(failure(connecting))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining(stuck.complaint);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"NEXT", "BROKER"})
    void authenticating_again_that_does_not_go_on_fails_and_ends_the_connection(Step stuck) {
        MqttClient client = options().authentication(new Stuck(stuck)).build();
        ScriptedConnection connection = broker.connect(client, WELCOME_OF_RIDDLE);
        CompletableFuture<Void> done = client.reauthenticate();
        connection.expect(Auth.class);
        if (stuck == Step.NEXT) {
            connection.send("F0 [18 [15 'riddle']]");
        }
        connection.expectEnd();
        assertThat(failure(done))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContainingAll(
                        broker.uri(), stuck == Step.NEXT ? "application" : "the broker has not", "1000 ms");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void challenge_that_comes_before_the_last_one_is_answered_is_a_protocol_error() {
        MqttClient client = options().authentication(new Stuck(Step.NEXT)).build();
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        connection.send("F0 [18 [15 'riddle']] F0 [18 [15 'riddle']]");
        connection.expectEnd();
        assertThat(failure(connecting)).hasMessageContaining("not the broker's turn");
    }
}
