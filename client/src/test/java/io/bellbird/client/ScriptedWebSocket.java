package io.bellbird.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The broker's end of a WebSocket (RFC 6455): bytes go out in frames of one byte, and come in from frames of any length. */
final class ScriptedWebSocket implements Closeable {
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int FIN = 0x80;
    private static final int MASK = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    /** The request that opened it, line by line. */
    final List<String> request;

    private final Socket socket;
    private byte[] frame = {};
    private int position;

    /** Answers the request; an empty subprotocol is not named. */
    ScriptedWebSocket(Socket socket, String subprotocol) throws IOException {
        this.socket = socket;
        request = readRequest();
        String key = header("sec-websocket-key");
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n"
                + (subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<String> readRequest() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(readByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** The value of a header of the request, or "". */
    String header(String name) {
        return request.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    ScriptedConnection connection() {
        return new ScriptedConnection(new FramesIn(), new FramesOut(), this);
    }

    /** Sends a text frame, which MQTT does not have. */
    void sendText(String text) throws IOException {
        socket.getOutputStream().write(new byte[] {(byte) (FIN | TEXT), (byte) text.length()});
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private int readByte() throws IOException {
        int next = socket.getInputStream().read();
        if (next < 0) {
            throw new EOFException("the client closed the WebSocket");
        }
        return next;
    }

    private boolean readFrame() throws IOException {
        int first = socket.getInputStream().read();
        if (first < 0) {
            return false;
        }
        if (first != (FIN | BINARY)) {
            throw new AssertionError("the client sent a frame that is not binary and whole: " + first);
        }
        int length = readByte() ^ MASK;
        if (length == 126) {
            length = readByte() << 8 | readByte();
        }
        byte[] mask = socket.getInputStream().readNBytes(4);
        frame = socket.getInputStream().readNBytes(length);
        for (int i = 0; i < length; i++) {
            frame[i] ^= mask[i & 3];
        }
        position = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private final class FramesIn extends InputStream {
        @Override
        public int read() throws IOException {
            while (position == frame.length) {
                if (!readFrame()) {
                    return -1;
                }
            }
            return frame[position++] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int next = read();
                if (next < 0) {
                    return count == 0 ? -1 : count;
                }
                into[offset + count++] = (byte) next;
            }
            return count;
        }
    }

    private final class FramesOut extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        /** A message of as many frames as there are bytes. */
        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < length; i++) {
                out.write((i == 0 ? BINARY : CONTINUATION) | (i == length - 1 ? FIN : 0));
                out.write(1);
                out.write(from[offset + i]);
            }
            socket.getOutputStream().write(out.toByteArray());
        }
    }
}
