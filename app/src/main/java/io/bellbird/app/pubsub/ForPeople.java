package io.bellbird.app.pubsub;

import io.bellbird.client.Message;
import io.bellbird.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** A message for somebody who looks at a terminal: the topic in colour, JSON over several lines, other bytes in hex. */
final class ForPeople {
    private static final String TOPIC = "\u001B[1;36m";
    private static final String NOTE = "\u001B[2m";
    private static final String PLAIN = "\u001B[0m";

    private ForPeople() {}

    /** The message with its end of line, each byte as one character. */
    static String print(Message message, Settings settings) {
        StringBuilder text = new StringBuilder();
        if (settings.verbose) {
            String topic = Json.bytes(message.topic());
            text.append(settings.color ? TOPIC + topic + PLAIN : topic);
            if (message.isRetained()) {
                text.append(settings.color ? NOTE + " (retained)" + PLAIN : " (retained)");
            }
            text.append(settings.pretty ? '\n' : ' ');
        }
        text.append(payload(message.payload(), settings));
        return text.append(settings.endOfLine ? "\n" : "").toString();
    }

    private static String payload(Bytes payload, Settings settings) {
        if (payload.isEmpty()) {
            return settings.color ? NOTE + "(empty)" + PLAIN : "(empty)";
        }
        Optional<Json> json = settings.pretty ? Json.parse(payload.array()) : Optional.empty();
        if (json.isPresent()) {
            return json.get().print(true);
        }
        String raw = new String(payload.array(), StandardCharsets.ISO_8859_1);
        // a terminal does what control characters say, and the message may be anybody's
        boolean text = raw.chars().allMatch(c -> (c >= ' ' && c != 0x7F) || c == '\n' || c == '\t')
                && payload.toUtf8().indexOf('\uFFFD') < 0;
        return text ? raw : HexFormat.ofDelimiter(" ").formatHex(payload.array());
    }
}
