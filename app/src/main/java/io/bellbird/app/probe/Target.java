package io.bellbird.app.probe;

import io.bellbird.client.net.Dialer;
import io.bellbird.client.net.Endpoint;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The broker that is looked at, and the thread of all connections with it. Any thread. */
final class Target implements AutoCloseable {
    static final int CONNECT_MILLIS = 3_000;

    private final Endpoint endpoint;
    private final long answerMillis;
    private final @Nullable String username;
    private final @Nullable String password;
    private final Dialer dialer;
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("bellbird-probe", true), NioIoHandler.newFactory());

    /**
     * Connects to nothing yet.
     *
     * @param username or null
     * @param password or null
     * @param answerMillis how long the broker may take for an answer
     */
    Target(Endpoint endpoint, Dialer dialer, @Nullable String username, @Nullable String password, long answerMillis) {
        this.endpoint = endpoint;
        this.dialer = dialer;
        this.username = username;
        this.password = password;
        this.answerMillis = answerMillis;
    }

    /**
     * Opens a connection, on which nothing has been said.
     *
     * @throws IOException when it cannot be opened, saying why
     */
    Talk open() throws IOException, InterruptedException {
        Talk talk = new Talk(loops.next(), answerMillis);
        Runnable callOff = dialer.dial(endpoint, talk.loop(), talk);
        try {
            talk.awaitOpen(CONNECT_MILLIS);
        } catch (IOException late) {
            talk.loop().execute(callOff);
            throw late;
        }
        return talk;
    }

    @Nullable
    String username() {
        return username;
    }

    @Nullable
    String password() {
        return password;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
