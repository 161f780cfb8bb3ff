package io.bellbird.app.probe;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A bad broker: it agrees to everything, gives each client its own messages back as they are, remembers nothing and never
 * closes a connection. It knows no packet but by its type.
 */
final class AgreeableBroker implements AutoCloseable {
    private static final int BODY_OF_CONNACK_5 = 3;
    private static final int LEVEL_5 = 5;

    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    AgreeableBroker() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "agreeable");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static void serve(Socket socket) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean five = false;
            while (true) {
                int first = in.readUnsignedByte();
                byte[] body = new byte[length(in)];
                in.readFully(body);
                five |= first == 0x10 && body.length > 6 && body[6] == LEVEL_5;
                answer(first, body, five, out);
            }
        } catch (IOException gone) {
            return;
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        int next = 0x80;
        for (int shift = 0; next >= 0x80; shift += 7) {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
        }
        return length;
    }

    private static void answer(int first, byte[] body, boolean five, OutputStream out) throws IOException {
        switch (first >> 4) {
            case 1 -> out.write(five ? new byte[] {0x20, BODY_OF_CONNACK_5, 0, 0, 0} : new byte[] {0x20, 2, 0, 0});
            case 3 -> {
                int qos = (first >> 1) & 3;
                if (qos > 0 && body.length > 3) {
                    int id = 2 + ((body[0] << 8) | body[1]);
                    out.write(new byte[] {(byte) (qos == 1 ? 0x40 : 0x50), 2, body[id], body[id + 1]});
                }
                out.write(first);
                for (int length = body.length; ; length >>= 7) {
                    out.write(length > 0x7F ? (length & 0x7F) | 0x80 : length);
                    if (length <= 0x7F) {
                        break;
                    }
                }
                out.write(body);
            }
            case 6 -> out.write(new byte[] {0x70, 2, body[0], body[1]});
            case 8 ->
                out.write(
                        five
                                ? new byte[] {(byte) 0x90, 4, body[0], body[1], 0, 0}
                                : new byte[] {(byte) 0x90, 3, body[0], body[1], 0});
            case 12 -> out.write(new byte[] {(byte) 0xD0, 0});
            default -> {}
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
