package io.bellbird.e2e.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The two streams of one WebSocket connection (RFC 6455), as a client: each write is a frame, whose mask is 0. */
final class WebSocketFrames {
    private static final String REQUEST =
            """
            GET /mqtt HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Protocol: mqtt

            """;

    private static final int BINARY = 0x82;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;
    private static final int HEADER_BYTES_MAX = 2 + Short.BYTES + Integer.BYTES;

    private final DataInputStream in;
    private final OutputStream out;

    private WebSocketFrames(DataInputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Asks for the upgrade.
     *
     * @throws IOException also when the broker refuses
     */
    static WebSocketFrames open(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        out.write(REQUEST.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        if (!answer.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the upgrade was answered with " + answer);
        }
        return new WebSocketFrames(in, out);
    }

    /** What is in the broker's binary frames. */
    InputStream input() {
        return new Payloads();
    }

    /** What is to be in binary frames. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(frame(bytes, offset, length));
            }
        };
    }

    private static byte[] frame(byte[] bytes, int offset, int length) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES_MAX + length).put((byte) BINARY);
        if (length < TWO_BYTE_LENGTH) {
            frame.put((byte) (MASKED | length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTE_LENGTH)).putShort((short) length);
        }
        frame.putInt(0).put(bytes, offset, length).flip();
        byte[] written = new byte[frame.remaining()];
        frame.get(written);
        return written;
    }

    private final class Payloads extends InputStream {
        private long left;

        @Override
        public int read() throws IOException {
            enterFrame();
            left--;
            return in.readUnsignedByte();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            enterFrame();
            int read = in.read(bytes, offset, (int) Math.min(left, length));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, in.available());
        }

        private void enterFrame() throws IOException {
            while (left == 0) {
                int first = in.readUnsignedByte();
                if (first != BINARY) {
                    throw new IOException("the broker sent a frame that begins with " + first);
                }
                int length = in.readUnsignedByte();
                left = switch (length) {
                    case TWO_BYTE_LENGTH -> in.readUnsignedShort();
                    case EIGHT_BYTE_LENGTH -> in.readLong();
                    default -> length;
                };
            }
        }
    }
}
