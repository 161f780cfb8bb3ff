package io.bellbird.codec;

import io.netty.buffer.ByteBuf;

/** Writes SUBSCRIBE and UNSUBSCRIBE (sections 3.8 and 3.10). */
final class SubscribeWriter {
    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;
    private static final int RETAIN_HANDLING_SHIFT = 4;

    private SubscribeWriter() {}

    static void writeSubscribe(int header, Subscribe subscribe, MqttVersion version, ByteBuf out) {
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        out.writeShort(subscribe.packetId());
        if (version.hasProperties()) {
            int propertiesBegin = LengthPrefix.begin(out);
            if (subscribe.subscriptionIdentifier() != 0) {
                PropertyWriter.writeVariable(Property.SUBSCRIPTION_IDENTIFIER, subscribe.subscriptionIdentifier(), out);
            }
            PropertyWriter.writeUserProperties(subscribe.userProperties(), out);
            LengthPrefix.end(propertiesBegin, out);
        }
        for (Subscribe.Request request : subscribe.requests()) {
            PropertyWriter.writeString(request.filter(), out);
            out.writeByte(options(request.options(), version));
        }
        LengthPrefix.end(begin, out);
    }

    static void writeUnsubscribe(int header, Unsubscribe unsubscribe, MqttVersion version, ByteBuf out) {
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        out.writeShort(unsubscribe.packetId());
        if (version.hasProperties()) {
            int propertiesBegin = LengthPrefix.begin(out);
            PropertyWriter.writeUserProperties(unsubscribe.userProperties(), out);
            LengthPrefix.end(propertiesBegin, out);
        }
        for (String filter : unsubscribe.filters()) {
            PropertyWriter.writeString(filter, out);
        }
        LengthPrefix.end(begin, out);
    }

    private static int options(SubscriptionOptions options, MqttVersion version) {
        int qos = options.qos().level();
        if (!version.hasProperties()) {
            return qos;
        }
        return qos
                | (options.noLocal() ? NO_LOCAL : 0)
                | (options.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0)
                | (retainHandling(options.retainHandling()) << RETAIN_HANDLING_SHIFT);
    }

    private static int retainHandling(RetainHandling retainHandling) {
        return switch (retainHandling) {
            case SEND_ON_SUBSCRIBE -> 0;
            case SEND_IF_NEW -> 1;
            case DO_NOT_SEND -> 2;
        };
    }
}
