package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.Topic;
import io.bellbird.codec.Unsubscribe;
import io.bellbird.codec.WillMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the topics of a listener's clients, and is taken off again from what they are sent: so they see
 * only what lies below it. Everything behind it, rights included, knows whole topics only. As in Mosquitto, names that
 * begin with {@code $} are nothing special below it, and response topics stay as they are. One for each loop and prefix.
 */
@ShardConfined
final class MountPoint {
    private static final String SHARE = "$share/";

    private final String prefix;
    private final int prefixBytes;
    private final FanOutWriter fanOutWriter = new FanOutWriter();

    private @Nullable Publication last;
    /** How the clients see {@link #last}; null when they do not. */
    private @Nullable Publication lastSeen;

    /** @param prefix not empty, the beginning of a topic */
    MountPoint(String prefix) {
        this.prefix = prefix;
        this.prefixBytes = prefix.getBytes(StandardCharsets.UTF_8).length;
    }

    /** For the receivers below this mount point, who share what is encoded. */
    FanOutWriter fanOutWriter() {
        return fanOutWriter;
    }

    // From clients

    /**
     * A packet of a client as the broker is to see it.
     *
     * @throws ProtocolError when a topic is too long then, or a filter none any more
     */
    Packet inward(Packet packet) {
        return switch (packet.type()) {
            case CONNECT -> inward((Connect) packet);
            case PUBLISH -> inward((Publish) packet);
            case SUBSCRIBE -> inward((Subscribe) packet);
            case UNSUBSCRIBE -> inward((Unsubscribe) packet);
            case CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT, AUTH ->
                packet;
        };
    }

    private Connect inward(Connect connect) {
        WillMessage will = connect.will();
        if (will == null) {
            return connect;
        }
        WillMessage mounted = new WillMessage(
                inward(will.topic()),
                will.qos(),
                will.retain(),
                will.payload(),
                will.delaySeconds(),
                will.properties());
        return new Connect(
                connect.version(),
                connect.bridge(),
                connect.clientId(),
                connect.cleanStart(),
                connect.keepAliveSeconds(),
                mounted,
                connect.username(),
                connect.password(),
                connect.properties());
    }

    private Publish inward(Publish publish) {
        return new Publish(
                publish.packetId(),
                inward(publish.topic()),
                publish.qos(),
                publish.duplicate(),
                publish.retain(),
                publish.payload(),
                publish.properties(),
                publish.subscriptionIdentifiers());
    }

    private Topic inward(Topic topic) {
        if (prefixBytes + topic.utf8().length > Topic.BYTES_MAX) {
            throw new ProtocolError(
                    ReasonCode.TOPIC_NAME_INVALID,
                    "",
                    "a topic of more than " + Topic.BYTES_MAX + " bytes with the mount point before it");
        }
        return Topic.of(prefix + topic.text());
    }

    private Subscribe inward(Subscribe subscribe) {
        return new Subscribe(
                subscribe.packetId(),
                subscribe.subscriptionIdentifier(),
                subscribe.userProperties(),
                subscribe.requests().stream()
                        .map(request -> new Subscribe.Request(inward(request.filter()), request.options()))
                        .toList());
    }

    private Unsubscribe inward(Unsubscribe unsubscribe) {
        return new Unsubscribe(
                unsubscribe.packetId(),
                unsubscribe.userProperties(),
                unsubscribe.filters().stream().map(this::inward).toList());
    }

    /** A filter; that of a shared subscription stands behind {@code $share/NAME/}. What is no filter stays none. */
    private String inward(String filter) {
        int start = 0;
        if (filter.startsWith(SHARE)) {
            start = filter.indexOf('/', SHARE.length()) + 1;
            if (start == 0) {
                return filter;
            }
        }
        if (start == filter.length()) {
            return filter;
        }
        if (!prefix.endsWith("/") && "+#".indexOf(filter.charAt(start)) >= 0) {
            throw new ProtocolError(
                    ReasonCode.TOPIC_FILTER_INVALID,
                    "",
                    "a filter that begins with a wildcard, below a mount point that does not end with /");
        }
        return filter.substring(0, start) + prefix + filter.substring(start);
    }

    // To clients

    /** A message as the clients see it; null when it does not lie below the mount point. */
    @SuppressWarnings("ReferenceEquality") // the very same publication, not one like it
    @Nullable
    Publication outward(Publication publication) {
        if (publication != last) {
            String text = publication.topic().text();
            boolean isBelow = text.length() > prefix.length() && text.startsWith(prefix);
            lastSeen = isBelow ? publication.at(Topic.of(text.substring(prefix.length()))) : null;
            last = publication;
        }
        return lastSeen;
    }
}
