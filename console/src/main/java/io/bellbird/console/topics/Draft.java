package io.bellbird.console.topics;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.session.ServerLimits;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import io.bellbird.console.access.Principal;
import io.bellbird.console.http.Json;
import io.bellbird.console.http.Problem;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message that somebody wants to publish. */
record Draft(Topic topic, Bytes payload, Qos qos, boolean retain, PublishProperties properties) {
    private static final long EXPIRY_SECONDS_MAX = 0xFFFF_FFFFL;
    private static final int TEXT_BYTES_MAX = 65_535;
    /** What stands around topic, payload and properties in a packet, at most. */
    private static final int PACKET_OVERHEAD_BYTES = 64;

    /** As a request has it; of the three kinds of payload there is one at most. */
    record Written(
            @Nullable String topic,
            @Nullable String payload,
            @Nullable String payloadBase64,
            @Nullable JsonNode json,
            @Nullable Integer qos,
            @Nullable Boolean retain,
            @Nullable Long expirySeconds,
            @Nullable String contentType,
            @Nullable String responseTopic,
            @Nullable String correlationData,
            @Nullable List<List<String>> userProperties) {

        /**
         * The message that is meant.
         *
         * @throws Problem when it is none
         */
        Draft draft() {
            if (topic == null) {
                throw Problem.badRequest("the message has no topic");
            }
            return new Draft(
                    Topics.topic(topic),
                    bytes(),
                    Draft.qos(Objects.requireNonNullElse(qos, 0)),
                    Boolean.TRUE.equals(retain),
                    new PublishProperties(
                            false,
                            expiry(Objects.requireNonNullElse(expirySeconds, PublishProperties.NO_EXPIRY)),
                            json != null && contentType == null
                                    ? "application/json"
                                    : text("content_type", contentType),
                            responseTopic == null
                                    ? null
                                    : Topics.topic(responseTopic).text(),
                            correlationData == null ? null : decoded("correlation_data", correlationData),
                            properties()));
        }

        private Bytes bytes() {
            int kinds = (payload == null ? 0 : 1) + (payloadBase64 == null ? 0 : 1) + (json == null ? 0 : 1);
            if (kinds > 1) {
                throw Problem.badRequest("the message has several payloads: payload, payload_base64 or json, not both");
            }
            if (json != null) {
                return Bytes.utf8(Json.write(json));
            }
            return payloadBase64 == null
                    ? Bytes.utf8(Objects.requireNonNullElse(payload, ""))
                    : decoded("payload_base64", payloadBase64);
        }

        private List<UserProperty> properties() {
            return Objects.requireNonNullElse(userProperties, List.<List<String>>of()).stream()
                    .map(pair -> {
                        if (pair == null || pair.size() != 2 || pair.contains(null)) {
                            throw Problem.badRequest(
                                    "a user property is a list of a name and a value: [\"name\", \"value\"]");
                        }
                        return new UserProperty(
                                text("user_properties", pair.get(0)), text("user_properties", pair.get(1)));
                    })
                    .toList();
        }
    }

    private static Bytes decoded(String member, String base64) {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notOne) {
            throw Problem.badRequest(member + " is no Base64: " + notOne.getMessage());
        }
    }

    /** As MQTT has texts in properties. */
    static @Nullable String text(String member, @Nullable String text) {
        if (text != null && (text.indexOf(0) >= 0 || Bytes.utf8(text).length() > TEXT_BYTES_MAX)) {
            throw Problem.badRequest(member + " is no text of MQTT: it has at most 65535 bytes and no U+0000");
        }
        return text;
    }

    /**
     * The QoS of a number.
     *
     * @throws Problem when there is none
     */
    static Qos qos(int level) {
        if (level < 0 || level > 2) {
            throw Problem.badRequest("qos is " + level + ": use 0, 1 or 2");
        }
        return Qos.of(level);
    }

    /**
     * Checks a time after which a message expires.
     *
     * @throws Problem when it is none
     */
    static long expiry(long seconds) {
        if (seconds < PublishProperties.NO_EXPIRY || seconds > EXPIRY_SECONDS_MAX) {
            throw Problem.badRequest("the expiry is " + seconds + " seconds: use 0 to " + EXPIRY_SECONDS_MAX);
        }
        return seconds;
    }

    /**
     * Checks whether it may be published.
     *
     * @throws Problem when it may not
     */
    void check(Principal publisher, BrokerConfig config) {
        String name = topic.text();
        if (ServerLimits.isTooDeep(topic)) {
            throw Problem.badRequest("the topic has more than " + ServerLimits.TOPIC_LEVELS_MAX + " levels");
        }
        if (ServerLimits.isReserved(topic)) {
            throw Problem.forbidden("'" + name + "' is the broker's own: choose a topic that does not begin with "
                    + topic.levels().get(0));
        }
        if (!publisher.mayPublish(topic, retain)) {
            throw Problem.forbidden(publisher.name() + " may not publish to '" + name + "'");
        }
        if (retain && !config.retainAvailable()) {
            throw Problem.conflict("the broker keeps no retained messages: retain_available is false");
        }
        checkSize(config);
    }

    private void checkSize(BrokerConfig config) {
        int limit = config.messageSizeLimit();
        if (limit > 0 && payload.length() > limit) {
            throw tooLarge("its payload has " + payload.length() + " bytes, and message_size_limit is " + limit);
        }
        long packet = (long) PACKET_OVERHEAD_BYTES + topic.utf8().length + payload.length() + Seen.bytes(properties);
        if (packet > config.maxPacketSize()) {
            throw tooLarge("it takes about " + packet + " bytes, and max_packet_size is " + config.maxPacketSize());
        }
    }

    private static Problem tooLarge(String why) {
        return Problem.of(413, "Message too large", "the message is too large: " + why);
    }
}
