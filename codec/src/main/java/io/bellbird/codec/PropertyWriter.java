package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes properties, strings and binary data, and says how many bytes they take. */
final class PropertyWriter {
    /** The longest string or binary data, in bytes. */
    private static final int BYTES_MAX = 65_535;

    private PropertyWriter() {}

    static void writeFlag(Property property, boolean value, ByteBuf out) {
        out.writeByte(property.identifier());
        out.writeByte(value ? 1 : 0);
    }

    static void writeTwoBytes(Property property, int value, ByteBuf out) {
        out.writeByte(property.identifier());
        out.writeShort(value);
    }

    static void writeFourBytes(Property property, long value, ByteBuf out) {
        out.writeByte(property.identifier());
        out.writeInt((int) value);
    }

    static void writeVariable(Property property, int value, ByteBuf out) {
        out.writeByte(property.identifier());
        VariableByteInteger.write(value, out);
    }

    /** Null writes nothing, here and below. */
    static void writeString(Property property, @Nullable String value, ByteBuf out) {
        if (value != null) {
            out.writeByte(property.identifier());
            writeString(value, out);
        }
    }

    static void writeBinary(Property property, @Nullable Bytes value, ByteBuf out) {
        if (value != null) {
            out.writeByte(property.identifier());
            writeBinary(value, out);
        }
    }

    static void writeUserProperties(List<UserProperty> userProperties, ByteBuf out) {
        for (int i = 0; i < userProperties.size(); i++) {
            UserProperty userProperty = userProperties.get(i);
            out.writeByte(Property.USER_PROPERTY.identifier());
            writeString(userProperty.name(), out);
            writeString(userProperty.value(), out);
        }
    }

    /**
     * A UTF-8 Encoded String.
     *
     * @throws IllegalArgumentException when it has more than 65,535 bytes
     */
    static void writeString(String text, ByteBuf out) {
        int begin = out.writerIndex();
        out.writeShort(0);
        out.setShort(begin, checked(ByteBufUtil.writeUtf8(out, text)));
    }

    /**
     * Binary Data.
     *
     * @throws IllegalArgumentException when it has more than 65,535 bytes
     */
    static void writeBinary(Bytes bytes, ByteBuf out) {
        out.writeShort(checked(bytes.length()));
        out.writeBytes(bytes.array());
    }

    /** The bytes of {@link #writeString(Property, String, ByteBuf)}. */
    static int lengthOfString(@Nullable String value) {
        return value == null ? 0 : 1 + lengthOf(value);
    }

    /** The bytes of {@link #writeBinary(Property, Bytes, ByteBuf)}. */
    static int lengthOfBinary(@Nullable Bytes value) {
        return value == null ? 0 : 1 + 2 + value.length();
    }

    /** The bytes of {@link #writeUserProperties}. */
    static long lengthOfUserProperties(List<UserProperty> userProperties) {
        long length = 0;
        for (int i = 0; i < userProperties.size(); i++) {
            UserProperty userProperty = userProperties.get(i);
            length += 1 + lengthOf(userProperty.name()) + lengthOf(userProperty.value());
        }
        return length;
    }

    private static int lengthOf(String text) {
        return 2 + ByteBufUtil.utf8Bytes(text);
    }

    private static int checked(int length) {
        if (length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a string or binary data of " + length + " bytes, the limit is " + BYTES_MAX);
        }
        return length;
    }
}
