package io.bellbird.e2e.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One network connection to a broker on 127.0.0.1, over TCP or WebSocket. Nothing is answered or repeated by itself.
 *
 * <p>What is sent waits in a buffer until {@link #flush}, or until something is received. Confined to one thread. Every
 * method throws an {@link IOException} when the connection is gone, and waits at most 30 s.
 */
public final class MqttConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int RELIABLE = 0x02; // the flags that PUBREL and SUBSCRIBE must have

    private final Mqtt version;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * Connects over TCP, without a packet.
     *
     * @param port of the broker's listener
     */
    public MqttConnection(Mqtt version, int port) throws IOException {
        this.version = version;
        socket = connected(port);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    }

    private MqttConnection(Mqtt version, Socket socket, WebSocketFrames frames) {
        this.version = version;
        this.socket = socket;
        in = new DataInputStream(frames.input());
        out = new BufferedOutputStream(frames.output(), BUFFER_BYTES);
    }

    /**
     * Connects over WebSocket, without a packet of MQTT.
     *
     * @param port of the broker's listener for WebSockets
     */
    public static MqttConnection overWebSocket(Mqtt version, int port) throws IOException {
        Socket socket = connected(port);
        try {
            return new MqttConnection(version, socket, WebSocketFrames.open(socket));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connected(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /**
     * Sends CONNECT and waits for its answer.
     *
     * @throws IOException also when the broker refuses
     */
    public Packet.ConnAck login(Login login) throws IOException {
        out.write(connect(login));
        Packet answer = receive();
        if (answer instanceof Packet.ConnAck connAck && connAck.reason() == 0) {
            return connAck;
        }
        throw new IOException("CONNECT of " + login.clientId() + " was answered with " + answer);
    }

    /**
     * Sends PUBLISH.
     *
     * @param packetId 1..65535; not used at QoS 0
     */
    public void publish(String topic, int qos, int packetId, boolean duplicate, boolean retain, String payload)
            throws IOException {
        PacketBytes bytes = new PacketBytes().text(topic);
        if (qos > 0) {
            bytes.twoBytes(packetId);
        }
        noProperties(bytes);
        bytes.raw(payload.getBytes(StandardCharsets.UTF_8));
        out.write(bytes.packet(0x30 | (duplicate ? 8 : 0) | qos << 1 | (retain ? 1 : 0)));
    }

    /** Sends PUBACK, PUBREC, PUBREL or PUBCOMP without a reason, which means success. */
    public void acknowledge(AckType type, int packetId) throws IOException {
        int flags = type == AckType.PUBREL ? RELIABLE : 0;
        out.write(new PacketBytes().twoBytes(packetId).packet(type.number << 4 | flags));
    }

    public void subscribe(int packetId, String filter, int qos) throws IOException {
        PacketBytes bytes = new PacketBytes().twoBytes(packetId);
        noProperties(bytes);
        out.write(bytes.text(filter).oneByte(qos).packet(0x80 | RELIABLE));
    }

    public void ping() throws IOException {
        out.write(new PacketBytes().packet(0xC0));
    }

    /** Sends DISCONNECT, after which the broker forgets the will and closes. */
    public void disconnect() throws IOException {
        out.write(new PacketBytes().packet(0xE0));
        flush();
    }

    /** Sends what waits in the buffer. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Whether {@link #receive} has something to read without a wait. */
    public boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** Waits for the next packet. */
    public Packet receive() throws IOException {
        flush();
        return read(in.readUnsignedByte());
    }

    /**
     * Waits for the next packet, but not for long.
     *
     * @param millis 1 or more
     * @return empty when nothing came
     */
    public Optional<Packet> poll(int millis) throws IOException {
        flush();
        int firstByte;
        socket.setSoTimeout(millis);
        try {
            firstByte = in.readUnsignedByte();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
        return Optional.of(read(firstByte));
    }

    /** Ends the connection without a word, as a lost network does: what was not yet sent is gone. */
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Packet read(int firstByte) throws IOException {
        byte[] body = new byte[length()];
        in.readFully(body);
        try {
            return new PacketBody(version, firstByte & 0x0F, body).packet(firstByte >> 4);
        } catch (BufferUnderflowException e) {
            throw new IOException("the broker sent a packet of type " + (firstByte >> 4) + " that is too short", e);
        }
    }

    private int length() throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return length;
            }
            if (shift == 21) {
                throw new IOException("the broker sent a packet whose length does not end");
            }
        }
    }

    private byte[] connect(Login login) {
        int flags = (login.persistent() ? 0 : 0x02)
                | login.will().map(will -> 0x04 | will.qos() << 3).orElse(0);
        PacketBytes bytes = new PacketBytes()
                .text("MQTT")
                .oneByte(version.level)
                .oneByte(flags)
                .twoBytes(0);
        if (version == Mqtt.V5) {
            bytes.section(connectProperties(login));
        }
        bytes.text(login.clientId());
        login.will().ifPresent(will -> addWill(bytes, will));
        return bytes.packet(0x10);
    }

    private static PacketBytes connectProperties(Login login) {
        return new PacketBytes()
                .oneByte(0x11)
                .fourBytes(login.sessionSeconds())
                .oneByte(0x21)
                .twoBytes(login.receiveMaximum());
    }

    private void addWill(PacketBytes bytes, Login.Will will) {
        if (version == Mqtt.V5) {
            bytes.section(new PacketBytes().oneByte(0x18).fourBytes(will.delaySeconds()));
        }
        bytes.text(will.topic()).text(will.payload());
    }

    private void noProperties(PacketBytes bytes) {
        if (version == Mqtt.V5) {
            bytes.oneByte(0);
        }
    }
}
