package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Connect;
import io.bellbird.codec.Decoder;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.TopicCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;

/**
 * The broker's end of one connection. Every packet of the client goes through the decoder of a server, which is as strict as
 * the standard, whatever the test expects of it.
 */
final class ScriptedConnection implements Closeable {
    private static final int PACKET_BYTES_MAX = 268_435_460;
    /** An id that no test gives to a message. */
    private static final String UNKNOWN_ID = "FFFE";

    private final InputStream in;
    private final OutputStream out;
    private final Closeable socket;
    private final Decoder decoder = Decoder.forServer(new TopicCache(16), PACKET_BYTES_MAX);
    private byte[] lastPacket = {};

    ScriptedConnection(InputStream in, OutputStream out, Closeable socket) {
        this.in = in;
        this.out = out;
        this.socket = socket;
    }

    /** The client may use topic aliases. */
    void acceptTopicAliases(int maximum) {
        decoder.acceptTopicAliases(maximum);
    }

    private MqttVersion version() {
        return Objects.requireNonNullElse(decoder.version(), MqttVersion.V5);
    }

    /** The next packet has these bytes, in {@link Wire}'s notation. */
    void expect(String packet) {
        Packet sent = read(packet);
        assertThat(Wire.hex(lastPacket))
                .as("%s, expected %s", sent, packet)
                .isEqualTo(Wire.hex(Wire.bytes(packet, version().hasProperties())));
    }

    /** The next packet is of this type. */
    <P extends Packet> P expect(Class<P> type) {
        Packet sent = read(type.getSimpleName());
        assertThat(sent).isInstanceOf(type);
        return type.cast(sent);
    }

    /** The client has sent nothing that was not expected: the answer to PUBREL comes next. */
    void expectNothing() {
        send("62 [" + UNKNOWN_ID + "]");
        expect(version().hasProperties() ? "70 [" + UNKNOWN_ID + " 92]" : "70 [" + UNKNOWN_ID + "]");
    }

    /** The client sends nothing for so long, for tests of what only time can show. */
    void expectSilence(int millis) {
        try {
            setPatience(millis);
            int first = in.read();
            throw new AssertionError(first < 0 ? "the client closed the connection" : readRest(first, "silence"));
        } catch (SocketTimeoutException silent) {
            setPatience(ScriptedBroker.PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setPatience(int millis) {
        try {
            ((Socket) socket).setSoTimeout(millis);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client closes without another packet. */
    void expectEnd() {
        try {
            int first = in.read();
            if (first >= 0) {
                throw new AssertionError("the client was to close the connection, and sent: " + readRest(first, "end"));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the client did not close the connection", e);
        } catch (SocketException aborted) {
            assertThat(aborted).hasMessageContaining("reset");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    private Packet read(String expected) {
        try {
            int first = in.read();
            if (first < 0) {
                throw new AssertionError("the client closed the connection, expected: " + expected);
            }
            return readRest(first, expected);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the client sent nothing in time, expected: " + expected, e);
        } catch (IOException e) {
            throw new AssertionError("the connection broke, expected: " + expected, e);
        }
    }

    private Packet readRest(int first, String expected) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.read();
            packet.write(next);
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next > 0x7F);
        packet.writeBytes(in.readNBytes(length));
        lastPacket = packet.toByteArray();
        ByteBuf bytes = Unpooled.wrappedBuffer(lastPacket);
        Packet decoded = decoder.decode(bytes);
        assertThat(decoded)
                .as("%s is a whole packet, expected %s", Wire.hex(lastPacket), expected)
                .isNotNull();
        assertThat(bytes.readableBytes()).isZero();
        return Objects.requireNonNull(decoded);
    }

    /** Sends bytes in {@link Wire}'s notation, in one piece. */
    void send(String bytes) {
        send(Wire.bytes(bytes, version().hasProperties()));
    }

    void send(Packet packet) {
        ByteBuf bytes = Unpooled.buffer();
        Encoder.encode(packet, version(), bytes);
        send(ByteBufUtil.getBytes(bytes));
    }

    void send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CONNECT. */
    Connect expectConnect() {
        return expect(Connect.class);
    }

    /** Closes with FIN. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with RST. */
    void abort() {
        try {
            ((Socket) socket).setSoLinger(true, 0);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }
}
