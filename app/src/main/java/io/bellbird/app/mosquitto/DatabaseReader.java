package io.bellbird.app.mosquitto;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a file once, from its first byte to its last, and checks that its parts agree. */
final class DatabaseReader {
    static final String FOREIGN = "the file was written by a machine of another byte order, which cannot be read here;"
            + " let a Mosquitto on a machine like that one hand its messages on";

    private static final Bytes MAGIC = Bytes.wrap("\0\u00B5\0mosquitto db".getBytes(StandardCharsets.ISO_8859_1));
    private static final int VERSION_MIN = 3;
    private static final int VERSION_MAX = 6;
    private static final int NUMBER_BYTES = 8;
    /** Above what a broker can have counted to, below what the order of bytes makes of such a number. */
    private static final long COUNTED_MAX = 0xFFFF_FFFFL;

    private static final int NO_LOCAL = 1 << 2;
    private static final int RETAIN_AS_PUBLISHED = 1 << 3;
    private static final int RETAIN_HANDLING_SHIFT = 4;
    /** In the order of their values. */
    private static final List<RetainHandling> RETAIN_HANDLING = List.of(RetainHandling.values());

    private final FileCursor in;
    private final Map<Long, FoundMessage> messages = new HashMap<>();
    private final Map<String, FoundSession> sessions = new LinkedHashMap<>();
    private final List<Long> retained = new ArrayList<>();
    private final Set<Topic> retainedTopics = new HashSet<>();

    private boolean configured;
    private int deliveriesOfNothing;
    private int subscriptionsOfNobody;

    DatabaseReader(FileCursor in) {
        this.in = in;
    }

    MosquittoDatabase read() throws IOException, MosquittoFileException {
        int version = readHeader();
        ChunkLayout layout = version < 5 ? new LayoutUpTo4(version) : new LayoutFrom5(version);
        MessageReader checks = new MessageReader(in, layout);
        while (in.remaining() > 0) {
            readChunk(version, layout, checks);
        }
        if (!configured) {
            throw in.problem("expected the configuration, found the end of the file; the file is cut off");
        }
        List<MosquittoSession> found =
                sessions.values().stream().map(FoundSession::complete).toList();
        return new MosquittoDatabase(checks, version, found, retained, findings());
    }

    /** Whether the file begins with what all begin with. */
    static boolean hasMagic(FileCursor in) throws IOException, MosquittoFileException {
        return in.bytes(Math.min(MAGIC.length(), in.remaining()), "the beginning")
                .equals(MAGIC);
    }

    private int readHeader() throws IOException, MosquittoFileException {
        if (!hasMagic(in)) {
            throw in.problem(0, "expected the beginning of a database of Mosquitto; this is another kind of file");
        }
        if (in.unsignedInt("four bytes that are 0") != 0) {
            throw in.problem(MAGIC.length(), "expected four bytes that are 0; the file is damaged");
        }
        long place = in.position();
        long version = in.unsignedInt("the number of the format");
        if (version < VERSION_MIN || version > VERSION_MAX) {
            throw in.problem(
                    place,
                    "the format is " + version + ", known are " + VERSION_MIN + " to " + VERSION_MAX
                            + ", which Mosquitto 1.4 to 2.1 write; let one of those open the file and stop, it writes its own");
        }
        return (int) version;
    }

    private void readChunk(int version, ChunkLayout layout, MessageReader checks)
            throws IOException, MosquittoFileException {
        long place = in.position();
        ChunkLayout.Chunk chunk = layout.chunk(in);
        if (!configured && chunk.type() != ChunkLayout.CONFIGURATION) {
            throw in.problem(
                    place,
                    "expected the configuration first, found a chunk of type " + chunk.type()
                            + "; the file is damaged");
        }
        long outerEnd = in.enter(chunk.bytes(), "a chunk of type " + chunk.type());
        switch ((int) chunk.type()) {
            case ChunkLayout.CONFIGURATION -> configure(place, layout.configuration(in));
            case ChunkLayout.MESSAGE -> addMessage(place, layout.message(in), checks);
            case ChunkLayout.SESSION -> addSession(place, layout.session(in), checks);
            case ChunkLayout.DELIVERY -> addDelivery(place, layout.delivery(in), version, checks);
            case ChunkLayout.SUBSCRIPTION -> addSubscription(place, layout.subscription(in), checks);
            case ChunkLayout.RETAINED -> addRetained(place, layout.retained(in));
            default ->
                throw in.problem(
                        place, "expected a chunk of type 1 to 6, found " + chunk.type() + "; the file is damaged");
        }
        if (in.remaining() > 0) {
            throw in.problem("expected the end of the chunk that began at byte " + place + ", found " + in.remaining()
                    + " bytes more; the file is damaged");
        }
        in.leave(outerEnd);
    }

    private void configure(long place, ChunkLayout.Configuration configuration) throws MosquittoFileException {
        if (configured) {
            throw in.problem(place, "found a second configuration; the file is damaged");
        }
        configured = true;
        if (configuration.numberBytes() != NUMBER_BYTES) {
            throw in.problem(
                    place,
                    "expected message numbers of " + NUMBER_BYTES + " bytes, found " + configuration.numberBytes()
                            + "; the file is damaged");
        }
        long last = configuration.lastNumber();
        if (Long.compareUnsigned(last, COUNTED_MAX) > 0
                && Long.compareUnsigned(Long.reverseBytes(last), COUNTED_MAX) <= 0) {
            throw in.problem(place, FOREIGN);
        }
    }

    private void addMessage(long place, ChunkLayout.Message message, MessageReader checks)
            throws MosquittoFileException {
        Topic topic = checks.check(place, message).topic();
        if (messages.put(message.number(), new FoundMessage(place, topic)) != null) {
            throw in.problem(place, "found a second message of number " + message.number() + "; the file is damaged");
        }
    }

    private void addSession(long place, ChunkLayout.Session session, MessageReader checks)
            throws MosquittoFileException {
        if (session.clientId().isEmpty()) {
            throw in.problem(place, "found a session without a client id; the file is damaged");
        }
        MosquittoSession found = new MosquittoSession(
                session.clientId(),
                session.username(),
                session.lastPacketId(),
                session.expiryIntervalSeconds(),
                checks.time(place, session.expires(), "the expiry of a session"),
                checks.time(place, session.disconnected(), "the time of a disconnect"),
                List.of(),
                List.of());
        if (sessions.put(session.clientId(), new FoundSession(found)) != null) {
            throw in.problem(place, "found a second session of one client id; the file is damaged");
        }
    }

    private void addDelivery(long place, ChunkLayout.Delivery delivery, int version, MessageReader checks)
            throws MosquittoFileException {
        FoundSession session = sessions.get(delivery.clientId());
        if (session == null) {
            throw in.problem(
                    place,
                    "found a message on its way to or from a client that has no session;" + " the file is damaged");
        }
        FoundMessage message = messages.get(delivery.number());
        if (message == null) {
            if (version > VERSION_MIN) {
                throw noSuchMessage(place, delivery.number());
            }
            deliveriesOfNothing++;
            return;
        }
        message.wanted = true;
        MosquittoDelivery found = delivery(place, message.place, delivery, checks);
        if (found.state().needsPacketId()
                && !session.packetIds(found.fromClient()).add(found.packetId())) {
            throw in.problem(
                    place,
                    "found packet id " + found.packetId()
                            + " in use for two messages of one client; the file is damaged");
        }
        session.deliveries.add(found);
    }

    private MosquittoDelivery delivery(long place, long message, ChunkLayout.Delivery delivery, MessageReader checks)
            throws MosquittoFileException {
        Qos qos = checks.qos(place, delivery.qos());
        boolean fromClient = !checks.flag(place, delivery.direction(), "a direction");
        DeliveryState state = DeliveryState.of(delivery.state());
        if (state == null || !state.fits(fromClient, qos) || (state.needsPacketId() && delivery.packetId() == 0)) {
            throw in.problem(
                    place,
                    "a message of " + qos + " with packet id " + delivery.packetId()
                            + (fromClient ? " from" : " to") + " a client cannot be in state " + delivery.state()
                            + "; the file is damaged");
        }
        SubscriptionIdentifiers identifiers =
                checks.publishOf(place, delivery.properties()).subscriptionIdentifiers();
        return new MosquittoDelivery(
                message,
                fromClient,
                state,
                delivery.packetId(),
                qos,
                checks.flag(place, delivery.duplicate(), "a DUP flag"),
                checks.flag(place, delivery.retain(), "a RETAIN flag"),
                identifiers);
    }

    private void addSubscription(long place, ChunkLayout.Subscription subscription, MessageReader checks)
            throws MosquittoFileException {
        SubscriptionOptions options = options(place, subscription, checks);
        if (subscription.identifier() > SubscriptionIdentifiers.MAX) {
            throw in.problem(
                    place,
                    "found a subscription identifier of " + subscription.identifier() + ", the highest is "
                            + SubscriptionIdentifiers.MAX + "; the file is damaged");
        }
        TopicFilter filter = filter(place, subscription.filter());
        FoundSession session = sessions.get(subscription.clientId());
        if (session == null) {
            subscriptionsOfNobody++;
            return;
        }
        session.subscriptions.add(new MosquittoSubscription(filter, options, (int) subscription.identifier()));
    }

    private SubscriptionOptions options(long place, ChunkLayout.Subscription subscription, MessageReader checks)
            throws MosquittoFileException {
        int options = subscription.options();
        int handling = options >> RETAIN_HANDLING_SHIFT;
        if (handling >= RETAIN_HANDLING.size() || (options & 3) != 0) {
            throw in.problem(
                    place, "found subscription options " + options + ", which MQTT does not have; the file is damaged");
        }
        return new SubscriptionOptions(
                checks.qos(place, subscription.qos()),
                (options & NO_LOCAL) != 0,
                (options & RETAIN_AS_PUBLISHED) != 0,
                RETAIN_HANDLING.get(handling));
    }

    private TopicFilter filter(long place, String text) throws MosquittoFileException {
        try {
            return TopicFilter.parse(text);
        } catch (ProtocolError e) {
            throw in.problem(place, e.text() + "; the file is damaged");
        }
    }

    private void addRetained(long place, long number) throws MosquittoFileException {
        FoundMessage message = messages.get(number);
        if (message == null) {
            throw noSuchMessage(place, number);
        }
        if (!retainedTopics.add(message.topic)) {
            throw in.problem(place, "found a second retained message of one topic; the file is damaged");
        }
        message.wanted = true;
        retained.add(message.place);
    }

    private MosquittoFileException noSuchMessage(long place, long number) {
        return in.problem(place, "found message number " + number + ", but no message has it; the file is damaged");
    }

    private List<String> findings() {
        List<String> findings = new ArrayList<>();
        if (deliveriesOfNothing > 0) {
            findings.add(deliveriesOfNothing + " queued messages are not in the file: Mosquitto 1.4 leaves messages of"
                    + " its $SYS topics out");
        }
        if (subscriptionsOfNobody > 0) {
            findings.add(subscriptionsOfNobody + " subscriptions belong to clients without a session, such as bridges"
                    + " that begin anew each time");
        }
        long unwanted =
                messages.values().stream().filter(message -> !message.wanted).count();
        if (unwanted > 0) {
            findings.add(unwanted + " messages are in the file for nobody: they were on their way to clients whose"
                    + " sessions end with their connection, unless the end of the file is missing");
        }
        return findings;
    }

    private static final class FoundMessage {
        private final long place;
        private final Topic topic;
        private boolean wanted;

        FoundMessage(long place, Topic topic) {
            this.place = place;
            this.topic = topic;
        }
    }

    private static final class FoundSession {
        private final MosquittoSession session;
        private final List<MosquittoSubscription> subscriptions = new ArrayList<>();
        private final List<MosquittoDelivery> deliveries = new ArrayList<>();
        private final Set<Integer> packetIdsFromClient = new HashSet<>();
        private final Set<Integer> packetIdsToClient = new HashSet<>();

        FoundSession(MosquittoSession session) {
            this.session = session;
        }

        /** In use in this direction. */
        Set<Integer> packetIds(boolean fromClient) {
            return fromClient ? packetIdsFromClient : packetIdsToClient;
        }

        MosquittoSession complete() {
            return session.with(subscriptions, deliveries);
        }
    }
}
