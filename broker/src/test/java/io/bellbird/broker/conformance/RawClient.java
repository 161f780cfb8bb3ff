package io.bellbird.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker, byte by byte. Waits up to ten seconds for what must come, and never for what must not:
 * that nothing came is proved by what comes next.
 */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int level;
    private final String prefix;
    private @Nullable WirePacket connack;

    /**
     * @param level protocol level that packets are read in: 3, 4 or 5
     * @param prefix what {@code ~} stands for in the notation
     */
    RawClient(Socket socket, int level, String prefix) throws IOException {
        this.socket = socket;
        this.level = level;
        this.prefix = prefix;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** A connection to a broker of a test's own, read as MQTT of {@code level}; {@code ~} stands for nothing. */
    public static RawClient to(Broker broker, int level) {
        return to(InetAddress.getLoopbackAddress(), broker.port(), level);
    }

    /** The same to one address of a broker. */
    public static RawClient to(InetAddress host, int port, int level) {
        try {
            return new RawClient(new Socket(host, port), level, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client's end of an open socket. */
    public static RawClient over(Socket socket, int level) {
        try {
            return new RawClient(socket, level, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the bytes of {@code lines} as one piece. */
    public RawClient send(String... lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : lines) {
            bytes.writeBytes(Notation.bytes(line, prefix));
        }
        return sendBytes(bytes.toByteArray());
    }

    /** Sends bytes as they are. */
    public RawClient sendBytes(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet; fails when none comes or the connection ends. */
    public WirePacket receive() {
        return receiveOrEnd().orElseThrow(() -> new AssertionError("the connection ended instead of a packet"));
    }

    /** The next packets. */
    public List<WirePacket> receive(int count) {
        return Stream.generate(this::receive).limit(count).toList();
    }

    /** The next packet, which must have this type. */
    public WirePacket receiveType(int type) {
        WirePacket packet = receive();
        assertThat(packet.type()).as("type of %s", packet).isEqualTo(type);
        return packet;
    }

    /** The next packet must be this one; a reason string that {@code line} does not have does not count. */
    public RawClient expect(String line) {
        WirePacket expected = packet(line);
        assertThat(relevant(receive(), expected)).isEqualTo(expected);
        return this;
    }

    /** The next packets must be these, in any order. */
    public RawClient expectInAnyOrder(String... lines) {
        List<WirePacket> expected = Arrays.stream(lines).map(this::packet).toList();
        List<WirePacket> received = receive(lines.length).stream()
                .map(WirePacket::withoutReasonString)
                .toList();
        assertThat(received).containsExactlyInAnyOrderElementsOf(expected);
        return this;
    }

    /** The next packet must be this one, messages on topics of other tests aside. */
    public RawClient expectAmidOthers(String line) {
        WirePacket packet = receive();
        while (packet.type() == WirePacket.PUBLISH && !packet.topic().contains(prefix)) {
            packet = receive();
        }
        assertThat(packet).isEqualTo(packet(line));
        return this;
    }

    /** Nothing may be on its way: the next packet answers a PINGREQ. */
    public RawClient expectNothing() {
        return send("C0 00").expect("D0 00");
    }

    /** The connection must end without another packet. */
    public void expectClosed() {
        Optional<WirePacket> packet = receiveOrEnd();
        if (packet.isPresent()) {
            throw new AssertionError("a packet instead of the end of the connection: " + packet.get());
        }
    }

    /** The broker of MQTT 5 must say one of these reasons, then close [MQTT-4.13.2-1]. */
    public WirePacket expectDisconnect(int... reasons) {
        WirePacket disconnect = receiveType(WirePacket.DISCONNECT);
        assertThat(disconnect.reason()).isIn(Arrays.stream(reasons).boxed().toList());
        expectClosed();
        return disconnect;
    }

    /** The connection must end, with or without a DISCONNECT of one of these reasons before. */
    public void expectClosedAfterAtMostDisconnect(int... reasons) {
        Optional<WirePacket> packet = receiveOrEnd();
        if (packet.isPresent()) {
            assertThat(packet.get().type()).isEqualTo(WirePacket.DISCONNECT);
            assertThat(packet.get().reason())
                    .isIn(Arrays.stream(reasons).boxed().toList());
            expectClosed();
        }
    }

    /** CONNECT must be refused: by a CONNACK with one of these codes before the close. */
    public WirePacket expectConnack(int... reasons) {
        WirePacket refusal = receiveType(WirePacket.CONNACK);
        assertThat(refusal.flags()).isZero();
        assertThat(refusal.reason()).isIn(Arrays.stream(reasons).boxed().toList());
        expectClosed();
        return refusal;
    }

    /** CONNECT must be refused: by a close, with or without a CONNACK with one of these codes before it. */
    public void expectRefused(int... reasons) {
        Optional<WirePacket> packet = receiveOrEnd();
        if (packet.isPresent()) {
            assertThat(packet.get().type()).isEqualTo(WirePacket.CONNACK);
            assertThat(packet.get().flags()).isZero();
            assertThat(packet.get().reason())
                    .isIn(Arrays.stream(reasons).boxed().toList());
            expectClosed();
        }
    }

    /**
     * CONNECT of an unknown version must be refused: by a close, with or without a CONNACK before it. That has the
     * form of MQTT 3.1.1 with return code 0x01, or the form of MQTT 5 with one of these codes.
     */
    public void expectUnsupported(int... reasons) {
        byte[] answer = everything();
        if (answer.length > 0 && !Arrays.equals(answer, new byte[] {0x20, 2, 0, 1})) {
            WirePacket connack = WirePacket.parse(answer, 5);
            assertThat(connack.type()).isEqualTo(WirePacket.CONNACK);
            assertThat(connack.reason()).isIn(Arrays.stream(reasons).boxed().toList());
        }
    }

    /** The CONNACK that accepted this client. */
    public WirePacket connack() {
        return Optional.ofNullable(connack).orElseThrow();
    }

    /** Sends CONNECT, which must be accepted. */
    public RawClient connect(String connect) {
        send(connect);
        WirePacket answer = receiveType(WirePacket.CONNACK);
        assertThat(answer.reason()).as("reason of %s", answer).isZero();
        connack = answer;
        return this;
    }

    /** Subscribes to one filter; {@code granted} is what SUBACK must say. */
    public RawClient subscribe(String filter, int options) {
        String properties = level == 5 ? "()" : "";
        send("82 (0FFF %s <%s> %02X)".formatted(properties, filter, options));
        return expect("90 (0FFF %s %02X)".formatted(properties, options & 3));
    }

    /** Ends the connection without DISCONNECT, as a device without power does, and lets the broker see it. */
    public void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends DISCONNECT and waits until the broker has closed the connection. */
    public void disconnect() {
        send("E0 00").expectClosed();
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WirePacket packet(String line) {
        return WirePacket.parse(Notation.bytes(line, prefix), level);
    }

    private static WirePacket relevant(WirePacket actual, WirePacket expected) {
        return expected.has(WireProperty.REASON_STRING) ? actual : actual.withoutReasonString();
    }

    private Optional<WirePacket> receiveOrEnd() {
        try {
            int first = in.read();
            return first < 0 ? Optional.empty() : Optional.of(WirePacket.parse(rest(first), level));
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came within " + PATIENCE_MILLIS + " ms", e);
        } catch (SocketException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] rest(int first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(first);
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.read();
            bytes.write(digit);
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                break;
            }
        }
        bytes.writeBytes(in.readNBytes(length));
        return bytes.toByteArray();
    }

    /** The next bytes, where their form matters and not their meaning. */
    public String receiveHex(int count) {
        try {
            return HexFormat.of().withUpperCase().formatHex(in.readNBytes(count));
        } catch (IOException e) {
            throw new AssertionError("not " + count + " bytes", e);
        }
    }

    /** All bytes until the connection ends. */
    private byte[] everything() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketException e) {
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError("the connection did not end", e);
        }
        return bytes.toByteArray();
    }
}
