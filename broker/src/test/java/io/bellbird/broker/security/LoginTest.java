package io.bellbird.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.Spec;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.session.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Users and passwords as clients see them. */
@Timeout(60)
class LoginTest {
    private static final String ANONYMOUS_5 = "10 (<MQTT> 05 02 003C () <c>)";
    private static final String ANONYMOUS_3 = "10 (<MQTT> 04 02 003C <c>)";

    @TempDir
    private Path folder;

    private Path users;

    @BeforeEach
    void writeUsers() throws IOException {
        users = Files.writeString(folder.resolve("users"), line("ann", "secret", 1_000));
    }

    private static String line(String user, String password, int iterations) {
        return user + ":" + PasswordHash.of(password.getBytes(UTF_8), new Pbkdf2(iterations)) + "\n";
    }

    private BrokerConfig.Builder config() {
        return BrokerConfig.builder()
                .listeners(BrokerConfig.ephemeral().listeners())
                .shards(2)
                .passwordFile(users);
    }

    private static String login5(String user, String password) {
        return "10 (<MQTT> 05 C2 003C () <c> <" + user + "> <" + password + ">)";
    }

    private static String login3(String user, String password) {
        return login3("c", user, password);
    }

    private static String login3(String clientId, String user, String password) {
        return "10 (<MQTT> 04 C2 003C <" + clientId + "> <" + user + "> <" + password + ">)";
    }

    @Test
    @Spec("MQTT-3.1.4-2")
    void the_right_password_opens_and_the_others_learn_no_more_than_that() throws Exception {
        try (Broker broker = Broker.start(config().build())) {
            RawClient.to(broker, 5).connect(login5("ann", "secret")).close();
            RawClient.to(broker, 4).connect(login3("ann", "secret")).close();

            RawClient.to(broker, 5).send(login5("ann", "Secret")).expectConnack(0x86);
            RawClient.to(broker, 5).send(login5("mallory", "secret")).expectConnack(0x86);
            RawClient.to(broker, 4).send(login3("ann", "")).expectConnack(4);
            RawClient.to(broker, 4).send(login3("mallory", "secret")).expectConnack(4);
        }
    }

    @Test
    void a_client_without_a_name_is_not_authorized_unless_anonymous_clients_are_allowed() throws Exception {
        try (Broker broker = Broker.start(config().build())) {
            RawClient.to(broker, 5).send(ANONYMOUS_5).expectConnack(0x87);
            RawClient.to(broker, 4).send(ANONYMOUS_3).expectConnack(5);
        }
        try (Broker broker = Broker.start(config().allowAnonymous(true).build())) {
            RawClient.to(broker, 5).connect(ANONYMOUS_5).close();
            RawClient.to(broker, 5).send(login5("ann", "wrong")).expectConnack(0x86);
        }
    }

    @Test
    void the_log_says_who_was_refused_and_why_and_no_password() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
            }
        };
        Logger logger = (Logger) LoggerFactory.getLogger(Connection.class);
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        try (Broker broker = Broker.start(config().build())) {
            RawClient.to(broker, 5).send(login5("ann", "hunter2")).expectConnack(0x86);
            RawClient.to(broker, 5).send(login5("mal lory", "hunter2")).expectConnack(0x86);
            RawClient.to(broker, 5).send(ANONYMOUS_5).expectConnack(0x87);

            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .matches("client=c refused from=127\\.0\\.0\\.1:\\d+ user=ann reason=BAD_USER_NAME_OR_PASSWORD:"
                            + " wrong password for " + users + ":1");
            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .matches("client=c refused from=\\S+ user=mal\\\\u0020lory reason=BAD_USER_NAME_OR_PASSWORD:"
                            + " not a user of " + users);
            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .matches("client=c refused from=\\S+ reason=NOT_AUTHORIZED:"
                            + " no user name was given, and anonymous clients are not allowed");
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @Test
    void a_wrong_password_file_keeps_the_broker_from_starting() throws IOException {
        Files.writeString(users, "ann:secret\nbob:hidden\n");

        BrokerStartException failure = catchThrowableOfType(
                BrokerStartException.class, () -> Broker.start(config().build()).close());
        assertThat(failure.kind()).isEqualTo(BrokerStartException.Kind.CONFIGURATION);
        assertThat(String.valueOf(failure.getMessage()).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("is not hashed"));
    }

    /** A tenth of what end to end shows with 5,000 clients. */
    @Test
    void many_clients_of_some_users_come_back_at_once() throws Exception {
        int userCount = 50;
        int clientCount = 500;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < userCount; i++) {
            lines.append(line("user" + i, "password" + i, 10_000));
        }
        Files.writeString(users, lines);
        try (Broker broker = Broker.start(config().connectionMessages(false).build())) {
            connectAll(broker, clientCount, userCount);
            long begin = System.nanoTime();
            connectAll(broker, clientCount, userCount);

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(5_000);
        }
    }

    private static void connectAll(Broker broker, int clientCount, int userCount) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            int user = i % userCount;
            clients.add(RawClient.to(broker, 4).send(login3("c" + i, "user" + user, "password" + user)));
        }
        clients.forEach(client -> client.expect("20 02 00 00"));
        clients.forEach(RawClient::close);
    }
}
