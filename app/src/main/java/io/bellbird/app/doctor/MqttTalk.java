package io.bellbird.app.doctor;

import io.bellbird.app.doctor.Door.Opened;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Decoder;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.TopicCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One connection with clean session, QoS 0 and nothing retained, so that nothing of it stays at the broker. */
final class MqttTalk implements AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int PACKET_BYTES_MAX = 16 << 20;
    private static final int READ_BYTES = 4_096;

    private final Opened opened;
    private final MqttVersion version;
    private final Decoder decoder;
    private final ByteBuf received = Unpooled.buffer();

    MqttTalk(Opened opened, MqttVersion version) {
        this.opened = opened;
        this.version = version;
        this.decoder = Decoder.forClient(version, new TopicCache(64), PACKET_BYTES_MAX);
    }

    /** A user name and a password. */
    record Login(String user, String password) {}

    /**
     * Sends CONNECT.
     *
     * @return what CONNACK says; empty when none came
     */
    Optional<ReasonCode> connect(String clientId, @Nullable Login login) throws IOException {
        Bytes password = login == null ? null : Bytes.utf8(login.password());
        send(new Connect(
                version,
                false,
                clientId,
                true,
                KEEP_ALIVE_SECONDS,
                null,
                login == null ? null : login.user(),
                password,
                Connect.Properties.DEFAULTS));
        return next(Door.ANSWER_MILLIS, ConnAck.class).map(ConnAck::reason);
    }

    /** Sends SUBSCRIBE, and gives what SUBACK says of each filter; nothing when none comes. */
    List<ReasonCode> subscribe(String... filters) throws IOException {
        SubscriptionOptions options = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
        send(new Subscribe(
                1,
                0,
                List.of(),
                Stream.of(filters)
                        .map(filter -> new Subscribe.Request(filter, options))
                        .toList()));
        return next(Door.ANSWER_MILLIS, SubAck.class).map(SubAck::reasons).orElse(List.of());
    }

    /** Publishes an empty message that is not retained. */
    void publish(String topic) throws IOException {
        send(new Publish(
                0,
                Topic.of(topic),
                Qos.AT_MOST_ONCE,
                false,
                false,
                Bytes.EMPTY,
                PublishProperties.NONE,
                SubscriptionIdentifiers.NONE));
    }

    /** The topic of the next message; empty when none comes in time. */
    Optional<String> receive(long timeoutMillis) throws IOException {
        return next(timeoutMillis, Publish.class).map(publish -> publish.topic().text());
    }

    private void send(Packet packet) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        Encoder.encode(packet, version, bytes);
        bytes.readBytes(opened.out(), bytes.readableBytes());
    }

    /** The next packet of a type; others before it are passed over. */
    private <T extends Packet> Optional<T> next(long timeoutMillis, Class<T> type) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try {
            while (true) {
                Packet packet = decoder.decode(received);
                if (type.isInstance(packet)) {
                    return Optional.of(type.cast(packet));
                }
                if (packet == null && !readMore(end)) {
                    return Optional.empty();
                }
            }
        } catch (ProtocolError noMqtt) {
            return Optional.empty();
        }
    }

    /** Waits for bytes; whether there were any. */
    private boolean readMore(long end) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
            return false;
        }
        byte[] bytes = new byte[READ_BYTES];
        opened.socket().setSoTimeout((int) millis);
        try {
            int count = opened.in().read(bytes);
            received.discardReadBytes();
            received.writeBytes(bytes, 0, Math.max(count, 0));
            return count > 0;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    /** Sends DISCONNECT and closes. */
    @Override
    public void close() throws IOException {
        try (Socket socket = opened.socket()) {
            socket.setSoTimeout(Door.ANSWER_MILLIS);
            send(Disconnect.because(ReasonCode.NORMAL_DISCONNECTION, null));
        } catch (IOException gone) { // the broker has closed first
            return;
        }
    }
}
