package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Decoder;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.TopicCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The broker's end of one connection at a time, packet by packet, on the thread of the test. */
final class PacketBroker implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int PACKET_BYTES_MAX = 1 << 20;

    private final ServerSocket server;
    private Socket socket = new Socket();
    private Decoder decoder = decoder();
    private ByteBuf bytes = Unpooled.buffer();

    PacketBroker() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    private static Decoder decoder() {
        return Decoder.forServer(new TopicCache(16), PACKET_BYTES_MAX);
    }

    String uri() {
        return "mqtt://127.0.0.1:" + server.getLocalPort();
    }

    /** Lets the next connection in. */
    Connect accept(boolean sessionPresent) throws IOException {
        socket = server.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        decoder = decoder();
        bytes = Unpooled.buffer();
        Connect connect = receive(Connect.class);
        send(new ConnAck(sessionPresent, ReasonCode.SUCCESS, ConnAck.Properties.DEFAULTS));
        return connect;
    }

    /** Sends packets in one piece. */
    void send(Packet... packets) throws IOException {
        ByteBuf out = Unpooled.buffer();
        for (Packet packet : packets) {
            Encoder.encode(packet, MqttVersion.V5, out);
        }
        socket.getOutputStream().write(ByteBufUtil.getBytes(out));
    }

    /** The next packet, which is of this type. */
    <P extends Packet> P receive(Class<P> type) throws IOException {
        Packet packet = decoder.decode(bytes);
        while (packet == null) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("the client closed instead of sending " + type.getSimpleName());
            }
            bytes.writeByte(next);
            packet = decoder.decode(bytes);
        }
        assertThat(packet).isInstanceOf(type);
        return type.cast(packet);
    }

    /** The connection breaks. */
    void cut() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.close();
    }
}
