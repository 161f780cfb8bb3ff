package io.bellbird.broker.watch;

import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Route;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The traces that are on, as a shard tells them what happens. While there is none a shard has no such object, so that
 * all it pays is to look. Immutable; what it adds to is made for several threads.
 *
 * <p>In each method {@code nanos} is the monotonic time of now. No line has a password, or data of an authentication
 * method. Text of peers is escaped.
 */
public final class Traces {
    private final List<Trace> traces;

    private Traces(List<Trace> traces) {
        this.traces = List.copyOf(traces);
    }

    /** These traces; null when there is none. */
    public static @Nullable Traces of(List<Trace> traces) {
        return traces.isEmpty() ? null : new Traces(traces);
    }

    private void tell(long nanos, String clientId, @Nullable Topic topic, Supplier<String> text) {
        String line = null;
        for (Trace trace : traces) {
            if (trace.concerns(clientId, topic)) {
                if (line == null) {
                    line = "client=" + LogText.of(clientId) + " " + text.get();
                }
                trace.add(nanos, line);
            }
        }
    }

    /**
     * CONNECT came.
     *
     * @param peer the address that it came from
     * @param listener that it came to
     */
    public void connecting(long nanos, String clientId, Connect connect, String peer, String listener) {
        tell(nanos, clientId, null, () -> "in " + PacketText.of(connect, peer, listener));
    }

    /**
     * Another packet came from a client.
     *
     * @param username null when it has none
     * @param rule why it may publish, or may not, if it is a PUBLISH and that is known
     */
    public void received(long nanos, String clientId, @Nullable String username, Packet packet, Supplier<String> rule) {
        if (packet instanceof Publish publish) {
            tell(
                    nanos,
                    clientId,
                    publish.topic(),
                    () -> "in " + PacketText.of(publish) + user(username) + rule(rule.get()));
        } else {
            tell(nanos, clientId, null, () -> "in " + PacketText.of(packet));
        }
    }

    /** A packet other than PUBLISH goes to a client. */
    public void sent(long nanos, String clientId, Packet packet) {
        tell(nanos, clientId, null, () -> "out " + PacketText.of(packet));
    }

    /** PUBLISH goes to a client. */
    public void sent(
            long nanos,
            String clientId,
            Publication publication,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain) {
        tell(
                nanos,
                clientId,
                publication.topic(),
                () -> "out "
                        + PacketText.publish(
                                publication.topic(), packetId, qos, duplicate, retain, publication.payload())
                        + " publisher=" + LogText.of(publication.publisher()));
    }

    /** A message waits in the queue of a client. */
    public void queued(long nanos, String clientId, Publication publication, Qos qos) {
        tell(nanos, clientId, publication.topic(), () -> "queued " + message(publication) + " qos=" + qos.level());
    }

    /**
     * Somebody does not get a message.
     *
     * @param owner the client or, of a shared group, its name
     * @param cause as what it counts
     */
    public void lost(long nanos, String owner, Publication publication, Counter cause) {
        tell(
                nanos,
                owner,
                publication.topic(),
                () -> "lost " + message(publication) + " cause=" + cause.name().toLowerCase(Locale.ROOT));
    }

    private static String message(Publication publication) {
        return "topic=" + LogText.of(publication.topic().text()) + " publisher=" + LogText.of(publication.publisher());
    }

    /** A message goes to those of a shard who are to have it, and to the other shards of its route. */
    public void routed(long nanos, int shard, Publication publication, Route route) {
        tell(
                nanos,
                publication.publisher(),
                publication.topic(),
                () -> "routed topic=" + LogText.of(publication.topic().text()) + " retained=" + publication.retain()
                        + " shard=" + shard + " receivers=" + route.receiverCount() + " withheld="
                        + route.excludedCount() + " other_shards=" + Long.bitCount(route.otherShards()));
    }

    /**
     * A client is refused something.
     *
     * @param what publish, for example
     * @param name the topic or filter
     * @param topic null when that is a filter
     * @param rule why
     */
    public void refused(
            long nanos,
            String clientId,
            @Nullable String username,
            String what,
            String name,
            @Nullable Topic topic,
            String rule) {
        tell(
                nanos,
                clientId,
                topic,
                () -> "refused " + what + " topic=" + LogText.of(name) + user(username) + rule(rule));
    }

    /**
     * A connection has ended, or was not accepted.
     *
     * @param why may be empty
     */
    public void ended(long nanos, String clientId, ConnectionEnd how, ReasonCode reason, String why) {
        tell(
                nanos,
                clientId,
                null,
                () -> "ended by=" + Words.of(how) + " reason=" + Words.ofEnd(reason)
                        + (why.isEmpty() ? "" : " why=\"" + LogText.sentence(why) + '"'));
    }

    private static String user(@Nullable String username) {
        return username == null ? "" : " user=" + LogText.of(username);
    }

    private static String rule(String rule) {
        return rule.isEmpty() ? "" : " rule=\"" + LogText.sentence(rule) + '"';
    }
}
