package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.WebSocketConfig;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes after the handshake, in whatever pieces: MQTT gets the bytes that the plainest reading of RFC 6455 finds
 * in it, each ping is answered, and a wrong frame ends the connection. The first byte of an input says how the rest is
 * cut. {@code e2e/fuzz} says how it is fuzzed.
 */
class WebSocketFuzzTest {
    private static final byte[] HANDSHAKE =
            """
            GET /mqtt HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    /** Nothing is held but the beginning of a frame, and a control frame. */
    private static final int HELD_BYTES_MAX = 1_000;

    static File[] corpus() {
        return new File("src/test/fuzz/WebSocketFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_bytes_are_frames_or_end_the_connection(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Frames expected = new Frames(bytes);
        try (EmbeddedListener listener = new EmbeddedListener(WebSocketConfig.defaults(), null)) {
            listener.receive(HANDSHAKE, HANDSHAKE.length);
            assertThat(new String(listener.sent(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 101 ");

            assertThat(listener.receive(bytes, 1 + (input[0] & 0xFF))).isEqualTo(expected.data.toByteArray());
            assertThat(listener.isOpen()).as("open").isEqualTo(!expected.ended);
            byte[] pongs = expected.pongs.toByteArray();
            assertThat(Arrays.copyOf(listener.sent(), pongs.length)).as("pongs").isEqualTo(pongs);
            assertThat(listener.memoryBytes()).isLessThan(HELD_BYTES_MAX);
        }
    }

    /** What a client's bytes mean, read from front to back. */
    private static final class Frames {
        private static final int CONTINUATION = 0;
        private static final int BINARY = 2;
        private static final int CLOSE = 8;
        private static final int PING = 9;
        private static final int PONG = 10;

        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private final ByteArrayOutputStream pongs = new ByteArrayOutputStream();
        private boolean ended;
        private boolean inMessage;

        Frames(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            boolean more = true;
            while (more && in.remaining() >= 2) {
                more = readFrame(in, in.get() & 0xFF, in.get() & 0xFF);
            }
        }

        /** Whether another can follow. */
        private boolean readFrame(ByteBuffer in, int first, int second) {
            int shortLength = second & 0x7F;
            int opcode = first & 0x0F;
            ended = (first & 0x70) != 0 || (second & 0x80) == 0 || !mayFollow(opcode, first >= 0x80, shortLength);
            int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
            if (ended || in.remaining() < lengthBytes + 4) {
                return false;
            }
            long length = lengthBytes == 2 ? in.getShort() & 0xFFFF : lengthBytes == 8 ? in.getLong() : shortLength;
            byte[] mask = new byte[4];
            in.get(mask);
            byte[] payload = new byte[(int) Math.max(0, Math.min(length, in.remaining()))];
            in.get(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            boolean whole = payload.length == length;
            ended = length < 0 || (opcode == CLOSE && whole);
            if (opcode == PING && whole) {
                pongs.write(0x80 | PONG);
                pongs.write(payload.length);
                pongs.writeBytes(payload);
            } else if (opcode < CLOSE) {
                inMessage = first < 0x80;
                data.writeBytes(payload);
            }
            return !ended && whole;
        }

        private boolean mayFollow(int opcode, boolean isFinal, int shortLength) {
            return switch (opcode) {
                case CONTINUATION -> inMessage;
                case BINARY -> !inMessage;
                case CLOSE, PING, PONG -> isFinal && shortLength <= 125;
                default -> false;
            };
        }
    }
}
