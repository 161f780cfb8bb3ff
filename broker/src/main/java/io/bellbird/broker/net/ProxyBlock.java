package io.bellbird.broker.net;

import io.bellbird.broker.monitor.LogText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Version 2 of the PROXY protocol: 16 bytes, the addresses, and further values that say their type and length. */
final class ProxyBlock {
    /** All together. The protocol allows 64 KiB; the longest that proxies send have the client's certificate in them. */
    static final int BYTES_MAX = 16 * 1024;

    private static final int FIXED_BYTES = 16;
    private static final int COMMAND_AT = 12;
    private static final int FAMILY_AT = 13;
    private static final int LENGTH_AT = 14;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;

    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_IPV4 = 0x11;
    private static final int TCP_IPV6 = 0x21;
    private static final int UNIX_STREAM = 0x31;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int UNIX_BYTES = 108;
    private static final int PORT_BYTES = 2;

    private static final int VALUE_HEAD_BYTES = 3;
    private static final int SSL = 0x20;
    private static final int SSL_BYTES_MIN = 5;
    private static final int CLIENT_OVER_TLS = 0x01;

    private ProxyBlock() {}

    /**
     * Takes the block off the bytes.
     *
     * @param bytes that begin with its signature
     * @return null when not all of it has come; nothing is taken then
     */
    static @Nullable ProxyHeader read(ByteBuf bytes) throws InvalidProxyHeader {
        if (bytes.readableBytes() < FIXED_BYTES) {
            return null;
        }
        int begin = bytes.readerIndex();
        int command = bytes.getUnsignedByte(begin + COMMAND_AT);
        if (command != LOCAL && command != PROXY) {
            throw InvalidProxyHeader.because("it has no command of version 2 but 0x%02X".formatted(command));
        }
        int length = bytes.getUnsignedShort(begin + LENGTH_AT);
        if (FIXED_BYTES + length > BYTES_MAX) {
            throw InvalidProxyHeader.because("it is longer than " + BYTES_MAX + " bytes");
        }
        if (bytes.readableBytes() < FIXED_BYTES + length) {
            return null;
        }
        int family = bytes.getUnsignedByte(begin + FAMILY_AT);
        ByteBuf rest = bytes.skipBytes(FIXED_BYTES).readSlice(length);
        if (command == LOCAL) {
            return ProxyHeader.UNKNOWN;
        }
        String client = client(family, rest);
        return new ProxyHeader(client, isOverTls(rest));
    }

    /** Takes the addresses. */
    private static @Nullable String client(int family, ByteBuf rest) throws InvalidProxyHeader {
        return switch (family) {
            case UNSPECIFIED -> null;
            case TCP_IPV4 -> inet(rest, IPV4_BYTES);
            case TCP_IPV6 -> inet(rest, IPV6_BYTES);
            case UNIX_STREAM -> unix(rest);
            default ->
                throw InvalidProxyHeader.because(
                        "it is about no connection over TCP or a Unix socket but 0x%02X".formatted(family));
        };
    }

    private static String inet(ByteBuf rest, int addressBytes) throws InvalidProxyHeader {
        ByteBuf addresses = addresses(rest, addressBytes + PORT_BYTES);
        byte[] source = ByteBufUtil.getBytes(addresses, addresses.readerIndex(), addressBytes);
        return ProxyHeader.text(source, addresses.getUnsignedShort(addresses.readerIndex() + 2 * addressBytes));
    }

    private static String unix(ByteBuf rest) throws InvalidProxyHeader {
        ByteBuf source = addresses(rest, UNIX_BYTES).readSlice(UNIX_BYTES);
        int end = source.bytesBefore((byte) 0);
        String path = source.toString(source.readerIndex(), end < 0 ? UNIX_BYTES : end, StandardCharsets.ISO_8859_1);
        return Peers.unix(LogText.of(path));
    }

    /** Those of source and destination. */
    private static ByteBuf addresses(ByteBuf rest, int bytesOfEach) throws InvalidProxyHeader {
        if (rest.readableBytes() < 2 * bytesOfEach) {
            throw InvalidProxyHeader.because("it is too short for its addresses");
        }
        return rest.readSlice(2 * bytesOfEach);
    }

    private static boolean isOverTls(ByteBuf values) throws InvalidProxyHeader {
        boolean overTls = false;
        while (values.isReadable()) {
            ByteBuf value = null;
            int type = values.getUnsignedByte(values.readerIndex());
            if (values.readableBytes() >= VALUE_HEAD_BYTES) {
                int length = values.skipBytes(1).readUnsignedShort();
                value = values.readableBytes() < length ? null : values.readSlice(length);
            }
            if (value == null || (type == SSL && value.readableBytes() < SSL_BYTES_MIN)) {
                throw InvalidProxyHeader.because("a value in it is cut off");
            }
            overTls |= type == SSL && (value.readByte() & CLIENT_OVER_TLS) != 0;
        }
        return overTls;
    }
}
