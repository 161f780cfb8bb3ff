package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ProxyProtocol;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes where a proxy's header must stand: it is the same in one piece and in many, the client gets through what
 * follows the header and nothing else, and its address is fit for a log. The first byte of an input chooses the listener,
 * the second says how the rest is cut. {@code e2e/fuzz} says how it is fuzzed.
 */
class ProxyHeaderFuzzTest {
    private static final ProxyProtocol[] VERSIONS = {ProxyProtocol.V1, ProxyProtocol.V2, ProxyProtocol.V2_TLS};
    private static final Pattern LINE = Pattern.compile(
            "PROXY (?:UNKNOWN(?: [^\n]*)?|TCP4(?: [0-9.]{7,15}){2}(?: \\d{1,5}){2}|TCP6(?: [0-9a-fA-F:.]{2,45}){2}(?:"
                    + " \\d{1,5}){2})\r\n");
    private static final Pattern CLIENT =
            Pattern.compile("unknown|unix:[!-~\\u00a1-\\u00ff]*|[0-9.]{7,15}:\\d{1,5}|\\[[0-9a-f:]{15,39}]:\\d{1,5}");
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED_BYTES = 16;
    private static final int LINE_BYTES_MAX = 107;

    static File[] corpus() {
        return new File("src/test/fuzz/ProxyHeaderFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_bytes_are_a_header_or_end_the_connection(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        ProxyProtocol version = VERSIONS[(input[0] & 0xFF) % VERSIONS.length];
        byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
        try (EmbeddedProxied whole = new EmbeddedProxied(version);
                EmbeddedProxied cut = new EmbeddedProxied(version)) {
            whole.receive(bytes);
            receive(cut, bytes, 1 + (input[1] & 0xFF));
            assertThat(cut.isOpen()).as("open").isEqualTo(whole.isOpen());
            assertThat(cut.isPassing()).as("passing").isEqualTo(whole.isPassing());
            assertThat(cut.client()).isEqualTo(whole.client()).matches(CLIENT);
            assertThat(cut.passed()).isEqualTo(whole.passed());
            if (whole.isOpen() && whole.isPassing()) {
                int length = version == ProxyProtocol.V1 ? lineLength(bytes) : blockLength(bytes);
                assertThat(whole.passed()).isEqualTo(Arrays.copyOfRange(bytes, length, bytes.length));
            } else {
                assertThat(whole.passed()).isEmpty();
            }
        }
    }

    private static void receive(EmbeddedProxied proxied, byte[] bytes, int pieceMax) {
        SplittableRandom random = new SplittableRandom(pieceMax);
        int received = 0;
        while (received < bytes.length) {
            int end = Math.min(bytes.length, received + 1 + random.nextInt(pieceMax));
            proxied.receive(bytes, received, end);
            received = end;
        }
    }

    private static int lineLength(byte[] bytes) {
        Matcher line = LINE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        assertThat(line.lookingAt()).as("a line").isTrue();
        assertThat(line.end()).isLessThanOrEqualTo(LINE_BYTES_MAX);
        return line.end();
    }

    private static int blockLength(byte[] bytes) {
        assertThat(bytes).startsWith(SIGNATURE);
        return FIXED_BYTES + (ByteBuffer.wrap(bytes).getShort(FIXED_BYTES - 2) & 0xFFFF);
    }
}
