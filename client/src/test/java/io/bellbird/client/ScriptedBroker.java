package io.bellbird.client;

import io.bellbird.codec.MqttVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ServerSocketFactory;

/** A broker that does what its test says, on the thread of the test. What does not come in time fails the test. */
final class ScriptedBroker implements AutoCloseable {
    static final int PATIENCE_MILLIS = 10_000;
    /** CONNACK of a broker that has no session and no limits. */
    static final String WELCOME = "20 [00 00 {}]";
    /** CONNACK of a broker that knows the session. */
    static final String WELCOME_BACK = "20 [01 00 {}]";

    private final ServerSocket server;

    ScriptedBroker() {
        this(ServerSocketFactory.getDefault());
    }

    ScriptedBroker(ServerSocketFactory sockets) {
        try {
            server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            server.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    String uri() {
        return "mqtt://127.0.0.1:" + port();
    }

    /** Of a client that comes back at once. */
    ClientOptions.Builder options() {
        return ClientOptions.builder(uri())
                .clientId("c")
                .backoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                .closeTimeout(Duration.ofSeconds(1));
    }

    ClientOptions.Builder options(MqttVersion version) {
        return options().version(version);
    }

    /** The next connection of the client. */
    ScriptedConnection accept() {
        try {
            Socket socket = server.accept();
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return new ScriptedConnection(socket.getInputStream(), socket.getOutputStream(), socket);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the client did not connect within " + PATIENCE_MILLIS + " ms", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next connection, after CONNECT and this CONNACK. */
    ScriptedConnection accept(String connAck) {
        ScriptedConnection connection = accept();
        connection.expectConnect();
        connection.send(connAck);
        return connection;
    }

    /** A client that connects, and is let in with this CONNACK. */
    ScriptedConnection connect(MqttClient client, String connAck) {
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = accept(connAck);
        await(connecting);
        return connection;
    }

    /** A client that connects, and is let in. */
    ScriptedConnection connect(MqttClient client) {
        return connect(client, WELCOME);
    }

    /** What comes of a future. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the future was not completed within " + PATIENCE_MILLIS + " ms", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the future failed", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** With what a future fails. */
    static Throwable failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("the future did not fail: " + future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new AssertionError("the future was not completed within " + PATIENCE_MILLIS + " ms", e);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Nobody is let in any more; what is connected stays so. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
