package io.bellbird.client.journal;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as bytes. Unlike PUBLISH they take any text, so that what was written can always be read. */
final class ContentFormat {
    private static final int NONE = -1;

    private ContentFormat() {}

    static void write(Entry.Content content, ByteBuf out) {
        PublishProperties properties = content.properties();
        out.writeLong(content.publishedMillis())
                .writeByte(content.qos().level())
                .writeBoolean(content.retain())
                .writeBoolean(properties.utf8Payload())
                .writeLong(properties.expiryIntervalSeconds());
        write(content.topic().utf8(), out);
        write(content.payload().array(), out);
        write(properties.contentType(), out);
        write(properties.responseTopic(), out);
        Bytes correlation = properties.correlationData();
        write(correlation == null ? null : correlation.array(), out);
        out.writeInt(properties.userProperties().size());
        for (UserProperty property : properties.userProperties()) {
            write(property.name(), out);
            write(property.value(), out);
        }
    }

    private static void write(@Nullable String text, ByteBuf out) {
        write(text == null ? null : text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(byte @Nullable [] bytes, ByteBuf out) {
        if (bytes == null) {
            out.writeInt(NONE);
        } else {
            out.writeInt(bytes.length).writeBytes(bytes);
        }
    }

    /** @throws RuntimeException of some kind, when it is none */
    static Entry.Content read(ByteBuf in) {
        long publishedMillis = in.readLong();
        Qos qos = Qos.of(in.readByte());
        boolean retain = in.readBoolean();
        boolean utf8Payload = in.readBoolean();
        long expirySeconds = in.readLong();
        Topic topic = Topic.of(new String(required(in), StandardCharsets.UTF_8));
        Bytes payload = Bytes.wrap(required(in));
        String contentType = text(in);
        String responseTopic = text(in);
        byte[] correlation = bytes(in);
        List<UserProperty> userProperties = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            userProperties.add(new UserProperty(
                    new String(required(in), StandardCharsets.UTF_8),
                    new String(required(in), StandardCharsets.UTF_8)));
        }
        PublishProperties properties = new PublishProperties(
                utf8Payload,
                expirySeconds,
                contentType,
                responseTopic,
                correlation == null ? null : Bytes.wrap(correlation),
                userProperties);
        return new Entry.Content(topic, payload, qos, retain, properties, publishedMillis);
    }

    private static @Nullable String text(ByteBuf in) {
        byte[] bytes = bytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] required(ByteBuf in) {
        byte[] bytes = bytes(in);
        if (bytes == null) {
            throw new IllegalArgumentException("a part of a message is missing");
        }
        return bytes;
    }

    private static byte @Nullable [] bytes(ByteBuf in) {
        int length = in.readInt();
        if (length == NONE) {
            return null;
        }
        byte[] bytes = new byte[checked(length, in)];
        in.readBytes(bytes);
        return bytes;
    }

    private static int checked(int length, ByteBuf in) {
        if (length < 0 || length > in.readableBytes()) {
            throw new IllegalArgumentException("a part of a message has " + length + " bytes");
        }
        return length;
    }
}
