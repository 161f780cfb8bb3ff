package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One who follows a trace, line by line, until he closes it. Every wait ends after twenty seconds. */
final class TraceLines implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final BufferedReader in;

    /** Returns when all shards have the trace. */
    TraceLines(AdminHttp admin, String query) throws IOException {
        socket = open(admin, query);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
        next(line -> line.contains(" tracing "));
    }

    /** A request whose answer nobody has read yet; of HTTP 1.0, so that the text comes as it is. */
    static Socket open(AdminHttp admin, String query) throws IOException {
        int port = admin.broker().adminAddress().orElseThrow().getPort();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        String token = Files.readString(admin.token()).strip();
        String request =
                "GET /trace?" + query + " HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The next line without its time. */
    String next() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new AssertionError("the trace has ended");
        }
        return line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z ", "");
    }

    /** The next line that is such a one, without its time. */
    String next(Predicate<String> wanted) throws IOException {
        String line = in.readLine();
        while (line != null && !wanted.test(line)) {
            line = in.readLine();
        }
        assertThat(line).as("a line that was waited for").isNotNull();
        return line.replaceFirst("^\\S+ ", "");
    }

    /** All lines up to the first that ends so. */
    List<String> until(String end) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(next());
        } while (!lines.get(lines.size() - 1).endsWith(end));
        return lines;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
