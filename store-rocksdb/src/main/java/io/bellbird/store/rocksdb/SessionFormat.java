package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredWill;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.util.ArrayList;
import java.util.List;

/** Sessions, subscriptions, groups and packet ids as bytes. */
final class SessionFormat {
    private static final int CONNECTED = 0x01;
    private static final int WILL = 0x02;
    private static final int DUE_WILLS = 0x04;

    private static final int WILL_RETAIN = 0x04;
    private static final int WILL_USERNAME = 0x08;
    private static final int QOS = 0x03;

    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;
    private static final int RETAIN_HANDLING_SHIFT = 4;
    private static final int RETAIN_HANDLING = 0x30;

    private SessionFormat() {}

    /** A session, and when it was written. */
    record WrittenSession(SessionRecord session, long writtenMillis) {}

    /** To which session's client a message goes, with which packet id; and its publication's number, or 0. */
    record Assigned(long session, int packetId, long publicationNumber) {}

    /** A subscription without its filter. */
    record Subscribed(SubscriptionOptions options, int identifier) {}

    static void writeSession(SessionRecord session, long wallMillis, ByteWriter out) {
        StoredWill will = session.will();
        List<StoredWill> dueWills = session.dueWills();
        out.put8((session.connected() ? CONNECTED : 0)
                        | (will != null ? WILL : 0)
                        | (dueWills.isEmpty() ? 0 : DUE_WILLS))
                .put64(wallMillis)
                .put32(session.expiryIntervalSeconds())
                .putText(session.clientId());
        if (will != null) {
            writeWill(will, out);
        }
        if (!dueWills.isEmpty()) {
            out.put16(dueWills.size());
            dueWills.forEach(due -> writeWill(due, out));
        }
    }

    /** @throws DamagedValueException when it is not a session */
    static WrittenSession readSession(long number, byte[] value) {
        ByteReader in = new ByteReader(value);
        int flags = in.getFlags(CONNECTED | WILL | DUE_WILLS);
        long writtenMillis = in.get64();
        long expiryIntervalSeconds = in.get32();
        String clientId = in.getText();
        StoredWill will = (flags & WILL) != 0 ? readWill(in) : null;
        List<StoredWill> dueWills = (flags & DUE_WILLS) != 0 ? readWills(in) : List.of();
        in.end();
        SessionRecord session =
                new SessionRecord(number, clientId, expiryIntervalSeconds, (flags & CONNECTED) != 0, will, dueWills);
        return new WrittenSession(session, writtenMillis);
    }

    private static void writeWill(StoredWill will, ByteWriter out) {
        WillMessage message = will.message();
        String username = will.username();
        out.put8(message.qos().level() | (message.retain() ? WILL_RETAIN : 0) | (username != null ? WILL_USERNAME : 0))
                .put32(message.delaySeconds())
                .put64(message.properties().expiryIntervalSeconds())
                .putText(message.topic().text())
                .putText(will.peer());
        if (username != null) {
            out.putText(username);
        }
        PublicationFormat.writeProperties(message.properties(), out);
        out.put32(message.payload().length()).putBytes(message.payload().array());
    }

    private static List<StoredWill> readWills(ByteReader in) {
        List<StoredWill> wills = new ArrayList<>();
        for (int count = in.get16(); count > 0; count--) {
            wills.add(readWill(in));
        }
        return List.copyOf(wills);
    }

    private static StoredWill readWill(ByteReader in) {
        int flags = in.getFlags(QOS | WILL_RETAIN | WILL_USERNAME);
        Qos qos = PublicationFormat.qos(flags & QOS);
        long delaySeconds = in.get32();
        long expiryIntervalSeconds = in.get64();
        if (expiryIntervalSeconds < PublishProperties.NO_EXPIRY || expiryIntervalSeconds > 0xFFFF_FFFFL) {
            throw new DamagedValueException("a will that expires after " + expiryIntervalSeconds + " s");
        }
        Topic topic = PublicationFormat.topic(in.getText());
        String peer = in.getText();
        String username = (flags & WILL_USERNAME) != 0 ? in.getText() : null;
        PublishProperties properties = PublicationFormat.readProperties(in, expiryIntervalSeconds);
        Bytes payload = Bytes.wrap(in.getBytes(in.get32()));
        WillMessage message =
                new WillMessage(topic, qos, (flags & WILL_RETAIN) != 0, payload, delaySeconds, properties);
        return new StoredWill(message, username, peer);
    }

    static void writeSubscription(SubscriptionOptions options, int identifier, ByteWriter out) {
        out.put8(options.qos().level()
                        | (options.noLocal() ? NO_LOCAL : 0)
                        | (options.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0)
                        | retainHandling(options.retainHandling()) << RETAIN_HANDLING_SHIFT)
                .put32(identifier);
    }

    /** @throws DamagedValueException when it is not a subscription */
    static Subscribed readSubscription(byte[] value) {
        ByteReader in = new ByteReader(value);
        int flags = in.getFlags(QOS | NO_LOCAL | RETAIN_AS_PUBLISHED | RETAIN_HANDLING);
        long identifier = in.get32();
        if (identifier > SubscriptionIdentifiers.MAX) {
            throw new DamagedValueException("no subscription identifier " + identifier);
        }
        in.end();
        SubscriptionOptions options = new SubscriptionOptions(
                PublicationFormat.qos(flags & QOS),
                (flags & NO_LOCAL) != 0,
                (flags & RETAIN_AS_PUBLISHED) != 0,
                retainHandling((flags & RETAIN_HANDLING) >> RETAIN_HANDLING_SHIFT));
        return new Subscribed(options, (int) identifier);
    }

    private static int retainHandling(RetainHandling handling) {
        return switch (handling) {
            case SEND_ON_SUBSCRIBE -> 0;
            case SEND_IF_NEW -> 1;
            case DO_NOT_SEND -> 2;
        };
    }

    private static RetainHandling retainHandling(int value) {
        return switch (value) {
            case 0 -> RetainHandling.SEND_ON_SUBSCRIBE;
            case 1 -> RetainHandling.SEND_IF_NEW;
            case 2 -> RetainHandling.DO_NOT_SEND;
            default -> throw new DamagedValueException("no retain handling " + value);
        };
    }

    static void writeGroup(GroupRecord group, ByteWriter out) {
        out.putText(group.shareName()).putText(group.filter().text());
    }

    /** @throws DamagedValueException when it is not a group */
    static GroupRecord readGroup(long number, byte[] value) {
        ByteReader in = new ByteReader(value);
        GroupRecord group = new GroupRecord(number, in.getText(), Keys.filter(in.getText()));
        in.end();
        return group;
    }

    static void writeAssigned(Assigned assigned, ByteWriter out) {
        out.put48(assigned.session).put16(assigned.packetId).put64(assigned.publicationNumber);
    }

    /** @throws DamagedValueException when it is not a packet id */
    static Assigned readAssigned(byte[] value) {
        ByteReader in = new ByteReader(value);
        Assigned assigned = new Assigned(in.get48(), in.get16(), in.get64());
        in.end();
        return assigned;
    }
}
