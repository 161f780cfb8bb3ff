package io.bellbird.codec;

import java.util.ArrayList;
import java.util.List;

/** Reads SUBSCRIBE and UNSUBSCRIBE (sections 3.8 and 3.10). Whether a filter is one is the broker's to say. */
final class SubscribeReader {
    private static final int QOS = 0x03;
    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;
    private static final int RETAIN_HANDLING_SHIFT = 4;
    private static final int RESERVED = 0xC0;
    /** What MQTT 3 has reserved in the byte that has only a QoS there. */
    private static final int RESERVED_V3 = 0xFC;

    private static final RetainHandling[] RETAIN_HANDLING = RetainHandling.values();

    private SubscribeReader() {}

    static Subscribe readSubscribe(PacketBody body) {
        int packetId = packetId(body);
        PropertyValues values = PropertyValues.read(body, PropertySection.SUBSCRIBE);
        List<Subscribe.Request> requests = new ArrayList<>();
        do {
            body.checkEntries(requests.size(), "topic filters");
            String filter = readFilter(body, body.statement("MQTT-3.8.3-2", "MQTT-3.8.3-3"));
            requests.add(new Subscribe.Request(filter, readOptions(body)));
        } while (body.remaining() > 0);
        return new Subscribe(
                packetId, (int) values.number(Property.SUBSCRIPTION_IDENTIFIER, 0), values.userProperties(), requests);
    }

    static Unsubscribe readUnsubscribe(PacketBody body) {
        int packetId = packetId(body);
        PropertyValues values = PropertyValues.read(body, PropertySection.UNSUBSCRIBE);
        List<String> filters = new ArrayList<>();
        do {
            body.checkEntries(filters.size(), "topic filters");
            filters.add(readFilter(body, "MQTT-3.10.3-2"));
        } while (body.remaining() > 0);
        return new Unsubscribe(packetId, values.userProperties(), filters);
    }

    private static int packetId(PacketBody body) {
        return body.packetId(body.statement("MQTT-2.2.1-3", "MQTT-2.3.1-1"));
    }

    private static String readFilter(PacketBody body, String oneFilterStatement) {
        if (body.remaining() == 0) {
            throw PacketBody.protocolError(oneFilterStatement, "no topic filter");
        }
        String filter = body.string("a topic filter");
        if (filter.isEmpty()) {
            throw PacketBody.malformed("MQTT-4.7.3-1", "an empty topic filter");
        }
        return filter;
    }

    private static SubscriptionOptions readOptions(PacketBody body) {
        int options = body.unsignedByte("the subscription options");
        if ((options & QOS) == 3) {
            throw PacketBody.protocolError("", "a subscription with QoS 3");
        }
        if (!body.hasProperties()) {
            if ((options & RESERVED_V3) != 0) {
                throw PacketBody.malformed("", "a requested QoS of " + options);
            }
            return SubscriptionOptions.of(Qos.of(options));
        }
        if ((options & RESERVED) != 0) {
            throw PacketBody.malformed("MQTT-3.8.3-5", "reserved subscription options are set");
        }
        int retainHandling = options >> RETAIN_HANDLING_SHIFT;
        if (retainHandling >= RETAIN_HANDLING.length) {
            throw PacketBody.protocolError("", "a retain handling of 3");
        }
        return new SubscriptionOptions(
                Qos.of(options & QOS),
                (options & NO_LOCAL) != 0,
                (options & RETAIN_AS_PUBLISHED) != 0,
                RETAIN_HANDLING[retainHandling]);
    }
}
