package io.bellbird.app;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client that does once what clients do: with it the launcher finds out which classes a broker needs until it has
 * served somebody. It speaks MQTT 5, so that its session is stored, and publishes to itself with QoS 1.
 */
final class FirstClient {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String NAME = "first";
    private static final int PROTOCOL_VERSION = 5;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int PACKET_ID = 1;

    private static final int CONNECT = 0x10;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int PUBACK = 0x40;
    private static final int SUBSCRIBE = 0x82;
    private static final int DISCONNECT = 0xE0;

    private FirstClient() {}

    /** Connects, subscribes, publishes, gets its message, and goes. */
    static void serve(InetSocketAddress broker) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(broker, TIMEOUT_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            send(socket, CONNECT, connect());
            skipPackets(in, 1); // CONNACK
            send(socket, SUBSCRIBE, subscribe());
            skipPackets(in, 1); // SUBACK
            send(socket, PUBLISH_QOS_1, publish());
            skipPackets(in, 2); // PUBACK and the message
            send(socket, PUBACK, packet().putShort((short) PACKET_ID));
            send(socket, DISCONNECT, packet());
        }
    }

    private static ByteBuffer connect() {
        byte cleanStart = 2;
        byte sessionExpiry = 0x11;
        return text(packet(), "MQTT")
                .put((byte) PROTOCOL_VERSION)
                .put(cleanStart)
                .putShort((short) KEEP_ALIVE_SECONDS)
                .put((byte) (1 + Integer.BYTES)) // the length of the properties
                .put(sessionExpiry)
                .putInt(1)
                .putShort((short) 0); // the broker chooses the client id
    }

    private static ByteBuffer subscribe() {
        byte qos1 = 1;
        return text(packet().putShort((short) PACKET_ID).put((byte) 0), NAME).put(qos1);
    }

    private static ByteBuffer publish() {
        return text(packet(), NAME).putShort((short) PACKET_ID).put((byte) 0);
    }

    private static ByteBuffer packet() {
        return ByteBuffer.allocate(Byte.MAX_VALUE);
    }

    private static ByteBuffer text(ByteBuffer to, String text) {
        return to.putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void send(Socket socket, int type, ByteBuffer rest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 + rest.position());
        bytes.put((byte) type).put((byte) rest.position()).put(rest.flip());
        socket.getOutputStream().write(bytes.array());
    }

    /** Reads over packets of less than 128 bytes each. */
    private static void skipPackets(DataInputStream in, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            in.readByte();
            in.readFully(new byte[in.readByte()]);
        }
    }
}
