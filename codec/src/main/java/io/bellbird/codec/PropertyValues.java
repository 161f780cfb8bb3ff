package io.bellbird.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one packet or Will as they were read. What does not depend on the meaning of a property is checked
 * here: it is known, belongs into this packet, is there once, and has a value that the standard allows.
 */
final class PropertyValues {
    /** No properties: what an empty section gives. */
    static final PropertyValues NONE = new PropertyValues();

    /** A Long, String or Bytes for each property that is there; of repeated ones the last. */
    private final Map<Property, Object> values = new EnumMap<>(Property.class);

    private List<UserProperty> userProperties = List.of();
    private int[] identifiers = {};
    private int identifierCount;

    private PropertyValues() {}

    /** Reads properties as {@link #read} does, or none when the packet is over already. */
    static PropertyValues readIfAny(PacketBody body, PropertySection section) {
        return body.remaining() == 0 ? NONE : read(body, section);
    }

    /**
     * Reads a property length and the properties; in MQTT 3 there are none.
     *
     * @throws ProtocolError MALFORMED_PACKET or PROTOCOL_ERROR
     */
    static PropertyValues read(PacketBody body, PropertySection section) {
        int length = body.hasProperties() ? body.variableByteInteger("the property length") : 0;
        if (length == 0) {
            return NONE;
        }
        int outerEnd = body.enter(length, "the properties");
        PropertyValues properties = new PropertyValues();
        while (body.remaining() > 0) {
            properties.readOne(body, section);
        }
        body.leave(outerEnd);
        return properties;
    }

    private void readOne(PacketBody body, PropertySection section) {
        int identifier = body.variableByteInteger("a property identifier");
        Property property = Property.of(identifier);
        if (property == null) {
            throw PacketBody.malformed("", "there is no property " + identifier);
        }
        if (!section.allows(property)) {
            throw PacketBody.malformed("", property + " does not belong into " + section);
        }
        if (has(property) && !section.allowsMany(property)) {
            throw PacketBody.protocolError("", property + " is there twice");
        }
        readValue(body, property);
    }

    private void readValue(PacketBody body, Property property) {
        String what = property.name();
        switch (property.type()) {
            case FLAG -> setFlag(body.unsignedByte(what), property);
            case TWO_BYTES -> setNumber(body.unsignedShort(what), property);
            case FOUR_BYTES -> setNumber(body.unsignedInt(what), property);
            case VARIABLE -> addSubscriptionIdentifier(body);
            case STRING -> values.put(property, body.string(what));
            case STRING_PAIR -> addUserProperty(body);
            case BINARY -> values.put(property, body.binary(what));
        }
    }

    private void setFlag(int value, Property property) {
        if (value > 1) {
            throw PacketBody.protocolError("", property + " is " + value + ", not 0 or 1");
        }
        values.put(property, (long) value);
    }

    private void setNumber(long value, Property property) {
        if (value == 0 && property.isNeverZero()) {
            throw PacketBody.protocolError("", property + " is 0");
        }
        values.put(property, value);
    }

    private void addUserProperty(PacketBody body) {
        body.checkEntries(userProperties.size(), "user properties");
        if (userProperties.isEmpty()) {
            userProperties = new ArrayList<>();
        }
        String name = body.string("the name of a user property");
        userProperties.add(new UserProperty(name, body.string("the value of a user property")));
    }

    private void addSubscriptionIdentifier(PacketBody body) {
        int identifier = body.variableByteInteger(Property.SUBSCRIPTION_IDENTIFIER.name());
        setNumber(identifier, Property.SUBSCRIPTION_IDENTIFIER);
        body.checkEntries(identifierCount, "subscription identifiers");
        if (identifierCount == identifiers.length) {
            identifiers = Arrays.copyOf(identifiers, Math.max(4, 2 * identifierCount));
        }
        identifiers[identifierCount] = identifier;
        identifierCount++;
    }

    boolean has(Property property) {
        return values.containsKey(property);
    }

    /** The value of one that is a number, or what it means when it is absent. */
    long number(Property property, long absent) {
        return values.get(property) instanceof Long number ? number : absent;
    }

    /** The value of one that is 0 or 1, or what it means when it is absent. */
    boolean flag(Property property, boolean absent) {
        return number(property, absent ? 1 : 0) == 1;
    }

    @Nullable
    String string(Property property) {
        return (String) values.get(property);
    }

    @Nullable
    Bytes binary(Property property) {
        return (Bytes) values.get(property);
    }

    /** In the order of the packet. */
    List<UserProperty> userProperties() {
        return userProperties;
    }

    /** In the order of the packet. */
    SubscriptionIdentifiers subscriptionIdentifiers() {
        return SubscriptionIdentifiers.of(Arrays.copyOf(identifiers, identifierCount));
    }
}
