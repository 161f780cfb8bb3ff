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
import java.util.List;
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

    private final Mqtt version;
    private final ClientPackets packets;
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
        packets = new ClientPackets(version);
        socket = connected(port);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    }

    private MqttConnection(Mqtt version, Socket socket, WebSocketFrames frames) {
        this.version = version;
        packets = new ClientPackets(version);
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
        out.write(packets.connect(login, 0));
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
        byte[] content = payload.getBytes(StandardCharsets.UTF_8);
        out.write(packets.publish(topic, qos, packetId, duplicate, retain, content));
    }

    /** Sends PUBACK, PUBREC, PUBREL or PUBCOMP without a reason, which means success. */
    public void acknowledge(AckType type, int packetId) throws IOException {
        out.write(packets.acknowledge(type, packetId));
    }

    public void subscribe(int packetId, String filter, int qos) throws IOException {
        out.write(packets.subscribe(packetId, List.of(filter), qos));
    }

    public void ping() throws IOException {
        out.write(packets.ping());
    }

    /** Sends DISCONNECT, after which the broker forgets the will and closes. */
    public void disconnect() throws IOException {
        out.write(packets.disconnect());
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
}
