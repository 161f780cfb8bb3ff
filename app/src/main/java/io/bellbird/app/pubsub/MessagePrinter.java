package io.bellbird.app.pubsub;

import io.bellbird.app.pubsub.MessageFormat.Part;
import io.bellbird.client.Message;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.UserProperty;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints messages as the options say, one after the other. One thread. */
final class MessagePrinter {
    private static final HexFormat LOWER = HexFormat.of();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final Settings settings;
    private final OutputStream out;
    private final Diagnostics diagnostics;
    private final Clock clock;
    private final RandomGenerator random;
    /** What the user has asked the broker to send with each message. */
    private final OptionalInt subscriptionIdentifier;

    private final StringBuilder line = new StringBuilder();

    /**
     * @param out is flushed after each message
     * @param clock says the time of a message, and the zone
     */
    MessagePrinter(Settings settings, OutputStream out, Diagnostics diagnostics, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.out = out;
        this.diagnostics = diagnostics;
        this.clock = clock;
        this.random = random;
        this.subscriptionIdentifier = settings.properties(Stage.SUBSCRIBE).stream()
                .filter(property -> property.kind() == Property.Kind.SUBSCRIPTION_IDENTIFIER)
                .mapToInt(property -> (int) property.number())
                .findFirst();
    }

    /** Prints a message, unless chance is against it. */
    void print(Message message) throws IOException {
        if (settings.randomPercent < Settings.ALL_PERCENT
                && random.nextDouble() * Settings.ALL_PERCENT >= settings.randomPercent) {
            return;
        }
        Bytes payload = message.payload();
        if (settings.format != null) {
            print(settings.format, message);
        } else if (settings.color || (settings.pretty && settings.verbose)) {
            line.append(ForPeople.print(message, settings));
        } else if (settings.verbose) {
            if (!payload.isEmpty()) {
                line.append(Json.bytes(message.topic())).append(' ').append(raw(payload));
                endLine();
            } else if (settings.endOfLine) {
                line.append(Json.bytes(message.topic())).append(" (null)\n");
            }
        } else if (!payload.isEmpty()) {
            line.append(raw(payload));
            endLine();
        }
        flush();
    }

    /** Each byte as one character, as all of the line is. */
    private static String raw(Bytes bytes) {
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    private void endLine() {
        if (settings.endOfLine) {
            line.append('\n');
        }
    }

    private void flush() throws IOException {
        out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        line.setLength(0);
    }

    private void print(MessageFormat format, Message message) {
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        for (Part part : format.parts()) {
            switch (part.kind()) {
                case '%' -> printValue(part, message, now);
                case '@' ->
                    line.append(part.letter() == 'N' ? nanos(now) : Json.bytes(Strftime.of(part.letter(), now)));
                default -> line.append(Json.bytes(String.valueOf(part.letter())));
            }
        }
        endLine();
    }

    private static String nanos(ZonedDateTime time) {
        return String.format(Locale.ROOT, "%09d", time.getNano());
    }

    private void printValue(Part part, Message message, ZonedDateTime now) {
        PublishProperties properties = message.properties();
        Bytes payload = message.payload();
        switch (part.letter()) {
            case '%' -> line.append('%');
            case 'A' -> blank(part, part.zeros()); // the client has replaced the alias by the topic
            case 'C' -> text(part, properties.contentType() == null ? "" : properties.contentType());
            case 'D' -> line.append(properties.correlationData() == null ? "" : raw(properties.correlationData()));
            case 'E' -> number(part, properties.expires(), (int) properties.expiryIntervalSeconds());
            case 'F' -> number(part, properties.utf8Payload(), 1);
            case 'I' -> text(part, Strftime.dateAndTime(now) + Strftime.offset(now));
            case 'j' -> line.append(json(message, now, quoted(payload)).print(settings.pretty));
            case 'J' -> printJson(message, now);
            case 'l' -> number(part, true, payload.length());
            case 'm' -> number(part, true, message.packetId());
            case 'P' -> line.append(Json.bytes(userProperties(properties.userProperties())));
            case 'p' -> payload(part, raw(payload), payload.length(), 1);
            case 'q' -> line.append(message.qos().level());
            case 'R' -> text(part, properties.responseTopic());
            case 'r' -> line.append(message.isRetained() ? '1' : '0');
            case 'S' -> number(part, subscriptionIdentifier.isPresent(), subscriptionIdentifier.orElse(0));
            case 't' -> text(part, message.topic());
            case 'U' -> line.append(now.toEpochSecond()).append('.').append(nanos(now));
            case 'x' -> payload(part, LOWER.formatHex(payload.array()), payload.length(), 2);
            case 'X' -> payload(part, UPPER.formatHex(payload.array()), payload.length(), 2);
            default -> throw new IllegalStateException("the format has let '" + part.letter() + "' pass");
        }
    }

    private void blank(Part part, boolean zeros) {
        line.append((zeros ? "0" : " ").repeat(part.width()));
    }

    private void text(Part part, @Nullable String value) {
        if (value == null) {
            return;
        }
        String bytes = Json.bytes(value);
        String cut = part.precision() >= 0 && part.precision() < bytes.length()
                ? bytes.substring(0, part.precision())
                : bytes;
        pad(cut, part.left(), ' ', part.width());
    }

    private void number(Part part, boolean present, int value) {
        if (present) {
            pad(Integer.toString(value), part.left(), part.zeros() ? '0' : ' ', part.width());
        } else {
            blank(part, part.zeros());
        }
    }

    /** A payload is cut to the width of its field, and numbers of bytes are compared with it as the programs do. */
    private void payload(Part part, String shown, int bytes, int charactersPerByte) {
        if (part.width() == 0) {
            line.append(shown);
            return;
        }
        int kept = Math.min(bytes, part.width()) / charactersPerByte;
        pad(shown.substring(0, kept * charactersPerByte), part.left(), part.zeros() ? '0' : ' ', part.width());
    }

    private void pad(String value, boolean left, char with, int width) {
        String fill = String.valueOf(left ? ' ' : with).repeat(Math.max(0, width - value.length()));
        line.append(left ? value + fill : fill + value);
    }

    private static String userProperties(List<UserProperty> properties) {
        return properties.stream()
                .map(property -> property.name() + ":" + property.value())
                .collect(Collectors.joining(" "));
    }

    private void printJson(Message message, ZonedDateTime now) {
        Optional<Json> payload = message.payload().isEmpty()
                ? Optional.of(new Json.Word("null"))
                : Json.parse(message.payload().array());
        if (payload.isPresent()) {
            line.append(json(message, now, payload.get()).print(settings.pretty));
        } else {
            diagnostics.error("Error: Message payload is not valid JSON on topic " + message.topic() + ".");
        }
    }

    /** A text ends at its first zero byte, as in C. */
    private static Json quoted(Bytes payload) {
        return payload.isEmpty() ? new Json.Word("null") : new Json.Text(untilZero(raw(payload)));
    }

    private static String untilZero(String bytes) {
        int zero = bytes.indexOf('\0');
        return zero < 0 ? bytes : bytes.substring(0, zero);
    }

    private Json json(Message message, ZonedDateTime now, Json payload) {
        String micros = String.format(Locale.ROOT, ".%06dZ", now.getNano() / 1_000);
        Json.Obj object = Json.Obj.empty()
                .with("tst", Json.text(Strftime.dateAndTime(now) + micros + Strftime.offset(now)))
                .with("topic", Json.text(message.topic()))
                .with("qos", new Json.Numeric(message.qos().level()))
                .with("retain", new Json.Numeric(message.isRetained() ? 1 : 0))
                .with("payloadlen", new Json.Numeric(message.payload().length()));
        if (message.packetId() > 0) {
            object.with("mid", new Json.Numeric(message.packetId()));
        }
        Json.Obj properties = properties(message.properties());
        if (!properties.members().isEmpty()) {
            object.with("properties", properties);
        }
        return object.with("payload", payload);
    }

    private Json.Obj properties(PublishProperties from) {
        Json.Obj all = Json.Obj.empty();
        subscriptionIdentifier.ifPresent(id -> all.with("subscription-identifier", new Json.Numeric(id)));
        if (from.utf8Payload()) {
            all.with("payload-format-indicator", new Json.Numeric(1));
        }
        if (from.expires()) {
            all.with("message-expiry-interval", new Json.Numeric((double) from.expiryIntervalSeconds()));
        }
        if (from.contentType() != null) {
            all.with("content-type", Json.text(from.contentType()));
        }
        if (from.responseTopic() != null) {
            all.with("response-topic", Json.text(from.responseTopic()));
        }
        if (from.correlationData() != null) {
            all.with("correlation-data", new Json.Text(untilZero(raw(from.correlationData()))));
        }
        if (!from.userProperties().isEmpty()) {
            Json.Obj user = Json.Obj.empty();
            from.userProperties().forEach(each -> user.with(Json.bytes(each.name()), Json.text(each.value())));
            all.with("user-properties", user);
        }
        return all;
    }
}
