package io.bellbird.console.topics;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.UserProperty;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is kept.
 *
 * @param publication with no more than the beginning of a long payload
 * @param payloadBytes of the whole payload
 * @param nanos when it entered, monotonic; 0 when that is not known
 */
record Seen(Publication publication, int payloadBytes, long nanos) {
    static final Comparator<Seen> OLDEST_FIRST = Comparator.comparingLong(Seen::nanos);

    /** Longer ones are rare, and are left out when anything is. */
    private static final int PROPERTIES_BYTES_MAX = 16 * 1024;

    private static final int TWO_BYTES_PER_CHAR = 2;

    /** The whole message. */
    static Seen whole(Publication publication, long nanos) {
        return new Seen(publication, publication.payload().length(), nanos);
    }

    /** A message that is retained. */
    static Seen retained(Publication publication) {
        return whole(publication, publication.arrivedNanos());
    }

    /**
     * A message of bounded size.
     *
     * @param payloadBytesMax how much of its payload is kept
     */
    static Seen bounded(Publication publication, long nanos, int payloadBytesMax) {
        Bytes payload = publication.payload();
        boolean isShort = payload.length() <= payloadBytesMax;
        boolean hasFew = bytes(publication.properties()) <= PROPERTIES_BYTES_MAX;
        if (isShort && hasFew) {
            return whole(publication, nanos);
        }
        Publication cut = new Publication(
                publication.topic(),
                publication.qos(),
                publication.retain(),
                isShort ? payload : Bytes.wrap(Arrays.copyOf(payload.array(), payloadBytesMax)),
                hasFew ? publication.properties() : PublishProperties.NONE,
                publication.publisher(),
                publication.username(),
                publication.arrivedNanos(),
                publication.number());
        return new Seen(cut, payload.length(), nanos);
    }

    /** Whether all of the payload is there. */
    boolean isWhole() {
        return publication.payload().length() == payloadBytes;
    }

    /** What it takes of memory, in bytes. */
    long memoryBytes() {
        return publication.memoryBytes() + bytes(publication.properties());
    }

    /** What properties take of memory, in bytes; in a packet they take no more, but for some bytes of each. */
    static int bytes(PublishProperties properties) {
        Bytes correlation = properties.correlationData();
        int bytes = bytes(properties.contentType())
                + bytes(properties.responseTopic())
                + (correlation == null ? 0 : correlation.length());
        for (UserProperty property : properties.userProperties()) {
            bytes += bytes(property.name()) + bytes(property.value());
        }
        return bytes;
    }

    private static int bytes(@Nullable String text) {
        return Objects.requireNonNullElse(text, "").length() * TWO_BYTES_PER_CHAR;
    }
}
