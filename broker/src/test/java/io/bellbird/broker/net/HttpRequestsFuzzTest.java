package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.WebSocketConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes instead of a handshake, in whatever pieces, gets one answer of HTTP that ends the connection, or none
 * yet; and never a file that is not for browsers. The first byte of an input chooses the listener, the second says how
 * the rest is cut. {@code e2e/fuzz} says how it is fuzzed.
 */
class HttpRequestsFuzzTest {
    private static final String SECRET = "not for browsers";
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (\\d{3}) [^\r\n]*\r\n.*", Pattern.DOTALL);
    private static final HttpFiles FILES = files();

    static File[] corpus() {
        return new File("src/test/fuzz/HttpRequestsFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_bytes_are_a_request_that_gets_its_answer(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    private static HttpFiles files() {
        try {
            Path root = Files.createTempDirectory("fuzz");
            Path folder = Files.createDirectories(root.resolve("www/sub")).getParent();
            List<Path> all = List.of(
                    root,
                    folder,
                    folder.resolve("sub"),
                    Files.writeString(root.resolve("secret.txt"), SECRET),
                    Files.writeString(folder.resolve(".hidden"), SECRET),
                    Files.writeString(folder.resolve("index.html"), "front"),
                    Files.writeString(folder.resolve("sub/index.html"), "below"),
                    Files.writeString(folder.resolve("a b.txt"), "blank"));
            all.forEach(file -> file.toFile().deleteOnExit());
            return HttpFiles.of(folder, Runnable::run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
        boolean hasFiles = (input[0] & 1) != 0;
        WebSocketConfig config = new WebSocketConfig(Optional.empty(), List.of("https://good.example"), 1_000);
        try (EmbeddedListener listener = new EmbeddedListener(config, hasFiles ? FILES : null)) {
            listener.receive(bytes, 1 + (input[1] & 0xFF));
            String sent = new String(listener.sent(), StandardCharsets.ISO_8859_1);
            assertThat(sent).doesNotContain(SECRET);
            if (!sent.isEmpty()) {
                assertThat(sent).matches(ANSWER);
                boolean goesOn = sent.startsWith("HTTP/1.1 1");
                assertThat(listener.isOpen() && !goesOn)
                        .as("open behind the answer")
                        .isFalse();
            }
        }
        assertStaysInside(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static void assertStaysInside(String path) {
        Path folder = Path.of("/folder");
        PercentPath.decode(path).ifPresent(below -> {
            assertThat(folder.resolve(below).normalize()).startsWithRaw(folder).isEqualTo(folder.resolve(below));
            below.forEach(segment -> assertThat(segment.toString()).doesNotStartWith("."));
        });
    }
}
