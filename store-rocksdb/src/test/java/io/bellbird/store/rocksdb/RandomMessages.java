package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.broker.store.StoredWill;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import io.bellbird.codec.WillMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random values of everything that is stored, the odd ones among them. */
final class RandomMessages {
    private static final String[] PIECES = {"a", "plant", "ü", "温度", "\uD83D\uDD14", "\uFFFD", " ", "x".repeat(300)};

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    Topic topic() {
        return Topic.of("t" + random.nextInt(5) + "/" + text());
    }

    TopicFilter filter() {
        String text = "t" + random.nextInt(5) + "/" + text();
        return TopicFilter.parse(
                switch (random.nextInt(3)) {
                    case 0 -> "$share/group" + random.nextInt(3) + "/" + text;
                    case 1 -> text + "/+/#";
                    default -> text;
                });
    }

    Qos qos() {
        return Qos.of(random.nextInt(3));
    }

    Bytes bytes() {
        int length = random.nextInt(10) == 0 ? random.nextInt(5000) : random.nextInt(30);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private @Nullable String perhapsText() {
        return random.nextBoolean() ? null : text();
    }

    PublishProperties properties(boolean expires) {
        long expiry = expires ? random.nextLong(0x1_0000_0000L) : PublishProperties.NO_EXPIRY;
        if (random.nextBoolean()) {
            return new PublishProperties(false, expiry, null, null, null, List.of());
        }
        List<UserProperty> user = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            user.add(new UserProperty(text(), text()));
        }
        return new PublishProperties(
                random.nextBoolean(),
                expiry,
                perhapsText(),
                random.nextBoolean() ? null : topic().text(),
                random.nextBoolean() ? null : bytes(),
                user);
    }

    /** Without an expiry: that of another generation has another time of arrival. */
    Publication publication() {
        return publication(properties(false), 0);
    }

    Publication publication(PublishProperties properties, long number) {
        return new Publication(
                topic(),
                qos(),
                random.nextBoolean(),
                bytes(),
                properties,
                random.nextBoolean() ? "" : text(),
                perhapsText(),
                properties.expires() ? random.nextLong(1L << 40) : 0,
                number);
    }

    StoredMessage message(long queue, long sequence, Publication publication) {
        int[] identifiers = random.ints(random.nextInt(3), 1, SubscriptionIdentifiers.MAX + 1)
                .toArray();
        return new StoredMessage(
                queue, sequence, publication, qos(), random.nextBoolean(), SubscriptionIdentifiers.of(identifiers));
    }

    SessionRecord session(long number) {
        return new SessionRecord(
                number,
                "client" + number + text(),
                random.nextLong(0x1_0000_0000L),
                random.nextBoolean(),
                random.nextBoolean() ? null : will(),
                Stream.generate(this::will).limit(random.nextInt(3)).toList());
    }

    private StoredWill will() {
        WillMessage message = new WillMessage(
                topic(),
                qos(),
                random.nextBoolean(),
                bytes(),
                random.nextLong(0x1_0000_0000L),
                properties(random.nextBoolean()));
        return new StoredWill(message, perhapsText(), "10.1.2.3:" + random.nextInt(65536));
    }

    SubscriptionOptions options() {
        RetainHandling[] handlings = RetainHandling.values();
        return new SubscriptionOptions(
                qos(), random.nextBoolean(), random.nextBoolean(), handlings[random.nextInt(handlings.length)]);
    }

    /** A message as text, so that two can be compared. */
    static String describe(StoredMessage message) {
        return message.queue() + "/" + message.sequence() + " " + message.qos() + " " + message.retain() + " "
                + message.identifiers() + " " + message.publication() + " "
                + message.publication().payload().hashCode();
    }
}
