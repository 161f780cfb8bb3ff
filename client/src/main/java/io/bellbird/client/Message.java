package io.bellbird.client;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.UserProperty;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A message that came. Any thread. */
public final class Message {
    private final Publish publish;
    private final @Nullable Delivery delivery;
    private final @Nullable AtomicBoolean acknowledged;

    /** @param delivery of a message that is to be acknowledged; null at QoS 0 */
    Message(Publish publish, @Nullable Delivery delivery) {
        this.publish = publish;
        this.delivery = delivery;
        this.acknowledged = delivery == null ? null : new AtomicBoolean();
    }

    /** The topic name. */
    public String topic() {
        return publish.topic().text();
    }

    /** The payload; of zero bytes when there is none. */
    public Bytes payload() {
        return publish.payload();
    }

    /** The payload as UTF-8 text. */
    public String text() {
        return publish.payload().toUtf8();
    }

    /** At which it came. */
    public Qos qos() {
        return publish.qos();
    }

    /** Of the exchange in which it came, 1..65,535; 0 at QoS 0. */
    public int packetId() {
        return publish.packetId();
    }

    /** The broker had kept it, or, with {@link SubscribeOptions#keepingRetain}, it was published so. */
    public boolean isRetained() {
        return publish.retain();
    }

    /** It may have come before; for QoS 1. */
    public boolean isDuplicate() {
        return publish.duplicate();
    }

    /** Everything that MQTT 5 adds. */
    public PublishProperties properties() {
        return publish.properties();
    }

    /** What the payload is, if its publisher said so. */
    public Optional<String> contentType() {
        return Optional.ofNullable(publish.properties().contentType());
    }

    /** Where an answer is expected, if one is: {@link MqttClient#reply}. */
    public Optional<String> responseTopic() {
        return Optional.ofNullable(publish.properties().responseTopic());
    }

    /** Names and values that its publisher added, in order. */
    public List<UserProperty> userProperties() {
        return publish.properties().userProperties();
    }

    /**
     * It is processed, and the broker may forget it. Needed with {@link SubscribeOptions#acknowledgedByHand}, else done when
     * the callback returns; more calls do nothing. MQTT wants acknowledgements in the order of the messages, so those of
     * later messages wait here for it.
     */
    public void acknowledge() {
        if (delivery != null && acknowledged != null && acknowledged.compareAndSet(false, true)) {
            delivery.processed();
        }
    }

    /** Done when a crash cannot bring it again. */
    CompletableFuture<Void> noted() {
        return delivery == null ? Delivery.NOTED : delivery.noted;
    }

    /** The client was closed before anybody had it: the next one gets it. */
    boolean isLeft() {
        return delivery != null && delivery.left;
    }

    int heldBytes() {
        return publish.payload().length();
    }

    /** Without the payload. */
    @Override
    public String toString() {
        return "Message[" + topic() + ", " + publish.payload() + ", QoS " + qos().level() + "]";
    }
}
