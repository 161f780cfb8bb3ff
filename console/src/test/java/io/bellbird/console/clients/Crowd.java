package io.bellbird.console.clients;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A broker with a console, and clients that are connected to it. */
final class Crowd implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final Path folder;
    private final RestFixture broker;
    private final List<Member> members = new ArrayList<>();

    Crowd(Path folder) {
        this.folder = folder;
        this.broker = new RestFixture(folder, settings -> settings.shards(4).sysIntervalSeconds(0));
    }

    /** A client, and what happens to it. It does not come back by itself. */
    record Member(MqttClient client, BlockingQueue<Disconnected> ends, BlockingQueue<Message> unclaimed) {
        /** Waits until its connection ends. */
        Disconnected end() {
            return take(ends);
        }

        /** Waits for a message to which it has not subscribed itself. */
        Message message() {
            return take(unclaimed);
        }

        private static <T> T take(BlockingQueue<T> queue) {
            try {
                T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("nothing came");
                }
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    RestFixture broker() {
        return broker;
    }

    RestClient rest() {
        return broker.rest();
    }

    /** A client that is still to be connected. */
    Member member(String id, UnaryOperator<ClientOptions.Builder> more) {
        BlockingQueue<Disconnected> ends = new LinkedBlockingQueue<>();
        BlockingQueue<Message> unclaimed = new LinkedBlockingQueue<>();
        ClientOptions.Builder options = MqttClient.builder(
                        "mqtt://127.0.0.1:" + broker.broker().port())
                .clientId(id)
                .retryFirstConnect(false)
                .unclaimed(unclaimed::add)
                .listener(new ConnectionListener() {
                    @Override
                    public void onDisconnected(Disconnected end) {
                        ends.add(end);
                    }
                });
        Member member = new Member(more.apply(options).build(), ends, unclaimed);
        members.add(member);
        return member;
    }

    /** A client that is connected. */
    Member connect(String id, UnaryOperator<ClientOptions.Builder> more) {
        Member member = member(id, more);
        member.client().connect().join();
        return member;
    }

    /** The same with what clients have by default. */
    Member connect(String id) {
        return connect(id, options -> options);
    }

    /** A client whose session waits for it, and that has gone. */
    void leave(String id, String... filters) {
        Member member = connect(id, options -> options.cleanStart(false).sessionExpiry(Duration.ofHours(1)));
        for (String filter : filters) {
            member.client().subscribe(filter, message -> {}).join();
        }
        member.client().close();
    }

    /** What the audit log has, once the broker has stopped. */
    String audit() {
        close();
        try {
            return Files.readString(folder.resolve("audit.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        members.forEach(member -> member.client().close());
        broker.close();
    }
}
