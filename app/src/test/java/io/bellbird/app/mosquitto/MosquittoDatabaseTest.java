package io.bellbird.app.mosquitto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MosquittoDatabaseTest {
    private static final SubscriptionOptions QOS_0 = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
    private static final SubscriptionOptions QOS_1 = SubscriptionOptions.of(Qos.AT_LEAST_ONCE);
    private static final SubscriptionOptions QOS_2 = SubscriptionOptions.of(Qos.EXACTLY_ONCE);

    @TempDir
    private Path folder;

    @Test
    void a_file_of_mosquitto_2_0_11_gives_its_sessions_and_subscriptions() throws Exception {
        try (MosquittoDatabase database = MosquittoDatabase.open(written(sample()))) {
            assertThat(database.version()).isEqualTo(6);
            assertThat(database.findings()).isEmpty();
            assertThat(database.sessions())
                    .extracting(MosquittoSession::clientId)
                    .containsExactly("lamp-1", "door", "never", "five", "inflight", "inbound");
            assertThat(database.sessions())
                    .extracting(MosquittoSession::expiryIntervalSeconds)
                    .containsExactly(
                            MosquittoSession.NEVER,
                            MosquittoSession.NEVER,
                            MosquittoSession.NEVER,
                            86_400L,
                            MosquittoSession.NEVER,
                            MosquittoSession.NEVER);
            assertThat(session(database, "five").expires()).isEqualTo("2026-11-22T13:07:36Z");
            assertThat(session(database, "five").lastPacketId()).isEqualTo(2);
            assertThat(session(database, "inbound").username()).isEqualTo("anna");
            assertThat(session(database, "lamp-1").username()).isNull();
            assertThat(session(database, "lamp-1").subscriptions())
                    .containsExactly(
                            subscription("house/#", QOS_1, 0),
                            subscription("home/+/temp", QOS_2, 0),
                            subscription("/lead/#", QOS_0, 0));
            assertThat(session(database, "five").subscriptions())
                    .containsExactly(subscription(
                            "sensors/#",
                            new SubscriptionOptions(Qos.EXACTLY_ONCE, true, true, RetainHandling.SEND_ON_SUBSCRIBE),
                            300));
            // Mosquitto does not write its shared subscription.
            assertThat(session(database, "never").subscriptions()).containsExactly(subscription("sensors/+", QOS_1, 0));
        }
    }

    @Test
    void a_file_of_mosquitto_2_0_11_gives_what_is_on_its_way_in_order() throws Exception {
        try (MosquittoDatabase database = MosquittoDatabase.open(written(sample()))) {
            assertThat(deliveries(database, "lamp-1"))
                    .containsExactly(
                            "to house/door open QUEUED 1 AT_LEAST_ONCE []",
                            "to house/lamp on QUEUED 2 AT_LEAST_ONCE []");
            assertThat(deliveries(database, "door")).containsExactly("to house/door open QUEUED 1 EXACTLY_ONCE []");
            assertThat(deliveries(database, "five"))
                    .containsExactly(
                            "to sensors/t 21.5 QUEUED 1 EXACTLY_ONCE retain [300]",
                            "to sensors/u  QUEUED 2 AT_LEAST_ONCE [300]");
            assertThat(deliveries(database, "inflight"))
                    .containsExactly(
                            "to f/1 one AWAIT_PUBACK 1 AT_LEAST_ONCE dup []",
                            "to f/2 two AWAIT_PUBREC 2 EXACTLY_ONCE dup []",
                            "to f/3 three AWAIT_PUBCOMP 3 EXACTLY_ONCE dup []");
            assertThat(deliveries(database, "inbound"))
                    .containsExactly("from house/late late AWAIT_PUBREL 99 EXACTLY_ONCE []");
        }
    }

    @Test
    void a_file_of_mosquitto_2_0_11_gives_retained_messages_with_their_properties() throws Exception {
        try (MosquittoDatabase database = MosquittoDatabase.open(written(sample()))) {
            List<MosquittoMessage> retained = retained(database);

            PublishProperties properties = new PublishProperties(
                    true,
                    PublishProperties.NO_EXPIRY,
                    "text/plain",
                    "reply/to",
                    Bytes.utf8("\0\1corr"),
                    List.of(new UserProperty("k", "v1"), new UserProperty("k", "v2")));
            assertThat(retained)
                    .containsExactly(
                            new MosquittoMessage(
                                    Topic.of("house/lamp"),
                                    Qos.AT_LEAST_ONCE,
                                    true,
                                    Bytes.utf8("on"),
                                    PublishProperties.NONE,
                                    "pub",
                                    null,
                                    null),
                            new MosquittoMessage(
                                    Topic.of("sensors/t"),
                                    Qos.EXACTLY_ONCE,
                                    true,
                                    Bytes.utf8("21.5"),
                                    properties,
                                    "pub",
                                    null,
                                    Instant.parse("2162-12-28T19:35:50Z")),
                            new MosquittoMessage(
                                    Topic.of("plain/retained"),
                                    Qos.AT_MOST_ONCE,
                                    true,
                                    Bytes.utf8("r0"),
                                    PublishProperties.NONE,
                                    "pub",
                                    null,
                                    null));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void every_format_gives_the_same(int version) throws Exception {
        for (DatabaseWriter file : List.of(DatabaseWriter.format(version), DatabaseWriter.formatOf32Bits(version))) {
            try (MosquittoDatabase database = MosquittoDatabase.open(written(filled(file)))) {
                assertThat(database.version()).isEqualTo(version);
                assertThat(database.findings()).isEmpty();
                assertThat(retained(database))
                        .extracting(MosquittoMessage::topic)
                        .containsExactly(Topic.of("kept"));
                assertThat(deliveries(database, "lamp"))
                        .containsExactly(
                                "to kept yes AWAIT_PUBACK 4 AT_LEAST_ONCE dup []",
                                "to on/way no QUEUED 0 EXACTLY_ONCE dup []");
                assertThat(session(database, "lamp").expiryIntervalSeconds()).isEqualTo(MosquittoSession.NEVER);
                assertThat(session(database, "lamp").subscriptions())
                        .containsExactly(subscription("kept", QOS_1, 0), subscription("on/#", QOS_2, 0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void before_format_5_a_session_says_since_when_it_has_no_connection(int version) throws Exception {
        byte[] file = DatabaseWriter.format(version)
                .session("lamp", DatabaseWriter.NO_PROPERTIES, 1_600_000_000, 0)
                .bytes();
        try (MosquittoDatabase database = MosquittoDatabase.open(written(file))) {
            assertThat(session(database, "lamp").disconnected()).isEqualTo(Instant.ofEpochSecond(1_600_000_000));
            assertThat(session(database, "lamp").expires()).isNull();
        }
    }

    @Test
    void a_username_with_bytes_of_the_memory_of_mosquitto_2_0_is_not_known() throws Exception {
        byte[] file = DatabaseWriter.format(6)
                .session("lamp", DatabaseWriter.utf8("anna\0\0\0\21"), 0, MosquittoSession.NEVER)
                .bytes();
        try (MosquittoDatabase database = MosquittoDatabase.open(written(file))) {
            assertThat(session(database, "lamp").username()).isNull();
        }
    }

    @Test
    void the_retain_handling_that_mosquitto_2_1_writes_is_read() throws Exception {
        byte[] file = DatabaseWriter.format(6)
                .session("lamp")
                .subscription("lamp", "$share/group/a/#", 1, 0x20, 268_435_455)
                .bytes();
        try (MosquittoDatabase database = MosquittoDatabase.open(written(file))) {
            assertThat(session(database, "lamp").subscriptions())
                    .containsExactly(subscription(
                            "$share/group/a/#",
                            new SubscriptionOptions(Qos.AT_LEAST_ONCE, false, false, RetainHandling.DO_NOT_SEND),
                            268_435_455));
        }
    }

    @Test
    void a_queued_message_that_mosquitto_1_4_left_out_is_a_finding() throws Exception {
        byte[] file = DatabaseWriter.format(3)
                .session("lamp")
                .delivery("lamp", 5, 0, 1, DeliveryState.QUEUED)
                .bytes();
        try (MosquittoDatabase database = MosquittoDatabase.open(written(file))) {
            assertThat(database.findings()).singleElement().asString().startsWith("1 queued messages are not in");
        }
    }

    @Test
    void subscriptions_and_messages_of_nobody_are_findings() throws Exception {
        byte[] file = DatabaseWriter.format(6)
                .message(1, "a", 1, false, "x")
                .subscription("bridge", "a", 1)
                .bytes();
        try (MosquittoDatabase database = MosquittoDatabase.open(written(file))) {
            assertThat(database.findings()).hasSize(2);
            assertThat(database.findings().get(0)).startsWith("1 subscriptions belong to clients without a session");
            assertThat(database.findings().get(1)).startsWith("1 messages are in the file for nobody");
        }
    }

    @Test
    void a_payload_larger_than_what_is_read_ahead_is_whole() throws Exception {
        String payload = "0123456789".repeat(30_000);
        byte[] file = DatabaseWriter.format(6)
                .message(1, "a", 1, true, payload)
                .message(2, "b", 1, true, "small")
                .retained(1)
                .retained(2)
                .bytes();
        try (MosquittoDatabase database = MosquittoDatabase.open(written(file))) {
            assertThat(retained(database))
                    .extracting(message -> message.payload().toUtf8())
                    .containsExactly(payload, "small");
        }
    }

    @Test
    void a_file_that_is_not_there_is_an_io_error() {
        assertThatThrownBy(() -> MosquittoDatabase.open(folder.resolve("none"))).isInstanceOf(IOException.class);
    }

    private static byte[] filled(DatabaseWriter file) {
        return file.message(1, "kept", 1, true, "yes")
                .message(2, "on/way", 2, false, "no")
                .session("lamp")
                .delivery("lamp", 1, 4, 1, DeliveryState.AWAIT_PUBACK)
                .delivery("lamp", 2, 0, 2, DeliveryState.QUEUED)
                .subscription("lamp", "kept", 1)
                .retained(1)
                .subscription("lamp", "on/#", 2)
                .bytes();
    }

    static byte[] sample() throws IOException {
        try (InputStream in = MosquittoDatabaseTest.class.getResourceAsStream("mosquitto-2.0.11.db")) {
            return in.readAllBytes();
        }
    }

    private Path written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("mosquitto.db"), bytes);
    }

    private static MosquittoSubscription subscription(String filter, SubscriptionOptions options, int identifier) {
        return new MosquittoSubscription(TopicFilter.parse(filter), options, identifier);
    }

    private static MosquittoSession session(MosquittoDatabase database, String clientId) {
        return database.sessions().stream()
                .filter(session -> session.clientId().equals(clientId))
                .findFirst()
                .orElseThrow();
    }

    private static List<MosquittoMessage> retained(MosquittoDatabase database) throws Exception {
        List<MosquittoMessage> messages = new ArrayList<>();
        for (long place : database.retained()) {
            messages.add(database.message(place));
        }
        return messages;
    }

    private static List<String> deliveries(MosquittoDatabase database, String clientId) throws Exception {
        List<String> deliveries = new ArrayList<>();
        for (MosquittoDelivery delivery : session(database, clientId).deliveries()) {
            MosquittoMessage message = database.message(delivery.message());
            deliveries.add((delivery.fromClient() ? "from " : "to ") + message.topic() + " "
                    + message.payload().toUtf8() + " " + delivery.state() + " " + delivery.packetId() + " "
                    + delivery.qos()
                    + (delivery.duplicate() ? " dup" : "")
                    + (delivery.retain() ? " retain" : "")
                    + (delivery.identifiers().equals(SubscriptionIdentifiers.NONE)
                            ? " []"
                            : " " + delivery.identifiers()));
        }
        return deliveries;
    }
}
