package io.bellbird.app.doctor;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** The client's side of WebSocket (RFC 6455), as far as small MQTT packets need it. */
final class WebSocketFrames {
    private static final int BINARY = 0x82;
    private static final int OPCODE = 0x0F;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;
    private static final int KEY_BYTES = 16;
    private static final int MASK_BYTES = 4;
    private static final int HEADERS_BYTES_MAX = 16 << 10;

    private static final SecureRandom RANDOM = new SecureRandom();

    private WebSocketFrames() {}

    /**
     * Asks for WebSocket.
     *
     * @param host for the header of that name
     * @throws IOException when it is refused
     */
    static Door.Opened begin(Socket socket, String host) throws IOException {
        String request = "GET /mqtt HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(random(KEY_BYTES)) + "\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0 && answer.length() < HEADERS_BYTES_MAX) {
            answer.append((char) in.readUnsignedByte());
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("WebSocket is refused");
        }
        return new Door.Opened(socket, new In(in), new Out(socket.getOutputStream()));
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /** What is in the frames of the server; control frames are passed over. */
    private static final class In extends InputStream {
        private final DataInputStream frames;
        private long left;

        In(DataInputStream frames) {
            this.frames = frames;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int start, int length) throws IOException {
            while (left == 0) {
                int first = frames.read();
                if (first < 0 || (first & OPCODE) == CLOSE) {
                    return -1;
                }
                left = length();
                if ((first & OPCODE) > CLOSE) {
                    frames.skipNBytes(left);
                    left = 0;
                }
            }
            int count = frames.read(to, start, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }

        private long length() throws IOException {
            int length = frames.readUnsignedByte() & LENGTH;
            return switch (length) {
                case LENGTH_IN_16_BITS -> frames.readUnsignedShort();
                case LENGTH_IN_64_BITS -> frames.readLong();
                default -> length;
            };
        }
    }

    /** A frame for each write. */
    private static final class Out extends OutputStream {
        private final OutputStream frames;

        Out(OutputStream frames) {
            this.frames = frames;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int start, int length) throws IOException {
            byte[] mask = random(MASK_BYTES);
            ByteBuffer frame =
                    ByteBuffer.allocate(2 + Short.BYTES + MASK_BYTES + length).put((byte) BINARY);
            if (length < LENGTH_IN_16_BITS) {
                frame.put((byte) (MASKED | length));
            } else {
                frame.put((byte) (MASKED | LENGTH_IN_16_BITS)).putShort((short) length);
            }
            frame.put(mask);
            for (int i = 0; i < length; i++) {
                frame.put((byte) (from[start + i] ^ mask[i % MASK_BYTES]));
            }
            frames.write(frame.array(), 0, frame.position());
        }
    }
}
