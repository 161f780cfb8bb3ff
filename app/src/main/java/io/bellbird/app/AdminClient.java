package io.bellbird.app;

import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener of the broker that runs with a configuration on this machine, and the token for it. What goes wrong
 * is an IOException whose message says what to do.
 */
final class AdminClient {
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int ANSWER_MILLIS_MAX = 20_000;

    private final String address;
    private final String token;

    private AdminClient(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /**
     * Finds it.
     *
     * @throws IOException when no broker with such a listener runs, or its token cannot be read
     * @throws StartException when the data folder is not known
     */
    static AdminClient of(Configuration configuration) throws IOException, StartException {
        AdminListener listener = configuration
                .broker()
                .adminListener()
                .orElseThrow(() -> new IOException("the broker has no admin listener: give it the line"
                        + " 'admin_listener " + AdminListener.DEFAULT_PORT + "'"));
        if (listener.port() == 0) {
            throw new IOException("nobody knows the port of 'admin_listener 0': name one");
        }
        Path place = LeftFile.place(
                        LeftFile.ADMIN_TOKEN, DataFolder.of(configuration.persistence()), configuration.pidFile())
                .orElseThrow(() -> new IOException(
                        "the broker has no place for its admin token: give it a pid_file," + " or persistence"));
        return new AdminClient("http://" + reachable(listener.host()) + ":" + listener.port(), read(place));
    }

    /** One that stands for all addresses is none to connect to. */
    private static String reachable(String host) {
        if (host.equals("0.0.0.0")) {
            return "127.0.0.1";
        }
        if (host.equals("::")) {
            return "[::1]";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String read(Path place) throws IOException {
        try {
            return Files.readString(place).strip();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "no broker with an admin listener runs: there is no file " + place
                            + "; if it runs with another configuration, name that with -c",
                    e);
        } catch (IOException e) {
            throw new IOException(
                    "cannot read the admin token " + place + ": " + FileErrors.reason(e)
                            + "; run this as the user that runs the broker",
                    e);
        }
    }

    /** Where it is, as an address for a browser; ends without a slash. */
    String address() {
        return address;
    }

    /** A parameter of a request, as it stands in a path. */
    static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * Asks for something short.
     *
     * @return the text of the answer
     * @throws IOException also when the broker refuses, with what it says
     */
    String ask(String method, String path) throws IOException {
        try (InputStream answer = open(method, path, ANSWER_MILLIS_MAX).getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Asks, and returns when the answer begins.
     *
     * @param readMillisMax the longest time without anything to read; 0 for any
     */
    HttpURLConnection open(String method, String path, int readMillisMax) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(address + path).openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setConnectTimeout(CONNECT_MILLIS_MAX);
        connection.setReadTimeout(readMillisMax);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException(said(connection.getErrorStream())
                        .orElse("the broker answers with " + connection.getResponseCode()));
            }
            return connection;
        } catch (ConnectException e) {
            throw new IOException("no broker answers at " + address + ": is it running, with this configuration?", e);
        }
    }

    private static Optional<String> said(@Nullable InputStream error) throws IOException {
        if (error == null) {
            return Optional.empty();
        }
        try (error) {
            return Optional.of(new String(error.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }
}
