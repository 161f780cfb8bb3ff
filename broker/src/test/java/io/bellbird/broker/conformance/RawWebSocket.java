package io.bellbird.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** One WebSocket connection (RFC 6455), frame by frame, with nothing between the test and the bytes. */
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final int level;
    private final String prefix;
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

    /**
     * A frame from the broker.
     *
     * @param payload in hexadecimal
     */
    public record Frame(int opcode, boolean isFinal, String payload) {}

    RawWebSocket(int port, int level, String prefix) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), level, prefix);
    }

    private RawWebSocket(Socket socket, int level, String prefix) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        this.level = level;
        this.prefix = prefix;
    }

    /** A connection to a broker of a test's own, read as MQTT 5; {@code ~} stands for nothing. */
    public static RawWebSocket to(Broker broker) {
        try {
            return new RawWebSocket(broker.port(), 5, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client's end of an open socket, read as MQTT 5. */
    public static RawWebSocket over(Socket socket) {
        try {
            return new RawWebSocket(socket, 5, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks for the upgrade of RFC 6455, with its example key.
     *
     * @param subprotocols header value, or empty for no header
     * @return the head of the HTTP response
     */
    public String upgrade(String path, String subprotocols) {
        String header = subprotocols.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocols + "\r\n";
        return request("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + header + "\r\n");
    }

    /** Sends an HTTP request as it is; returns the head of the response. */
    public String request(String request) {
        try {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return head.toString();
                }
                head.append((char) next);
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes of MQTT in one binary frame. */
    public RawWebSocket send(String line) {
        return sendFrame(BINARY, true, line);
    }

    /** Sends one masked frame. */
    public RawWebSocket sendFrame(int opcode, boolean isFinal, String line) {
        byte[] payload = Notation.bytes(line, prefix);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(opcode | (isFinal ? FINAL : 0));
        writeLength(payload.length, frame);
        frame.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        return sendBytes(frame.toByteArray());
    }

    private static void writeLength(int length, ByteArrayOutputStream frame) {
        if (length < 126) {
            frame.write(0x80 | length);
        } else if (length <= 0xFFFF) {
            frame.write(0x80 | 126);
            frame.write(length >> 8);
            frame.write(length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write(shift > 24 ? 0 : length >> shift);
            }
        }
    }

    /** Sends the bytes of a frame as they are. */
    public RawWebSocket sendBytes(byte[] bytes) {
        try {
            out.write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet of MQTT in the stream of binary frames must be this one. */
    public RawWebSocket expect(String line) {
        assertThat(receive().withoutReasonString()).isEqualTo(WirePacket.parse(Notation.bytes(line, prefix), level));
        return this;
    }

    /** The next packet of MQTT in the stream of binary frames. */
    public WirePacket receive() {
        int length = packetLength();
        while (length < 0 || unread.size() < length) {
            Frame frame = receiveFrame();
            assertThat(frame.opcode()).as("opcode").isIn(BINARY, CONTINUATION);
            unread.writeBytes(HexFormat.of().parseHex(frame.payload()));
            length = packetLength();
        }
        byte[] bytes = unread.toByteArray();
        unread.reset();
        unread.write(bytes, length, bytes.length - length);
        return WirePacket.parse(Arrays.copyOf(bytes, length), level);
    }

    /** The bytes of the packet at the beginning of what is unread, or -1 when its header is not whole. */
    private int packetLength() {
        byte[] bytes = unread.toByteArray();
        int length = 0;
        for (int i = 1; i < bytes.length; i++) {
            length |= (bytes[i] & 0x7F) << (7 * (i - 1));
            if (bytes[i] >= 0) {
                return i + 1 + length;
            }
        }
        return -1;
    }

    /** The next frame, which must not be masked [RFC 6455 5.1]. */
    public Frame receiveFrame() {
        return receiveFrameOrEnd().orElseThrow(() -> new AssertionError("the connection ended instead of a frame"));
    }

    /** The connection must end, with or without a close frame before. */
    public void expectClosed() {
        Optional<Frame> frame = receiveFrameOrEnd();
        if (frame.isPresent()) {
            assertThat(frame.get().opcode()).as("opcode of %s", frame).isEqualTo(CLOSE);
            assertThat(receiveFrameOrEnd()).isEmpty();
        }
    }

    private Optional<Frame> receiveFrameOrEnd() {
        try {
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            int length = in.readUnsignedByte();
            assertThat(length).as("no mask").isLessThan(0x80);
            int size = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] payload = new byte[size];
            in.readFully(payload);
            return Optional.of(
                    new Frame(first & 0x0F, (first & FINAL) != 0, HexFormat.of().formatHex(payload)));
        } catch (SocketException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError("no whole frame", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
