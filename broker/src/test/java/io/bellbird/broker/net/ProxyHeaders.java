package io.bellbird.broker.net;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Headers as proxies send them. */
final class ProxyHeaders {
    static final int TCP_IPV4 = 0x11;
    static final int TCP_IPV6 = 0x21;
    static final int UNIX_STREAM = 0x31;
    static final byte[] NO_VALUES = {};
    /** PP2_TYPE_SSL: the client speaks TLS 1.3 and has no certificate. */
    static final byte[] OVER_TLS =
            value(0x20, joined(new byte[] {1, 0, 0, 0, 0}, value(0x21, "TLSv1.3".getBytes(StandardCharsets.US_ASCII))));
    /** PP2_TYPE_SSL: it does not. */
    static final byte[] NOT_OVER_TLS = value(0x20, new byte[] {0, 0, 0, 0, 0});

    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PROXY = 0x21;
    private static final int LOCAL = 0x20;

    private ProxyHeaders() {}

    /** Version 1, of a client with an IPv4 address. */
    static byte[] line(String address) {
        return text("PROXY TCP4 " + address + " 127.0.0.1 49152 1883\r\n");
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Version 2, of a client with an IP address and port 49152. */
    static byte[] block(String address, byte[] values) {
        byte[] bytes = bytes(address);
        byte[] ports = {(byte) 0xC0, 0, 7, 0x5B};
        return block(PROXY, bytes.length == 4 ? TCP_IPV4 : TCP_IPV6, joined(bytes, bytes, ports, values));
    }

    /** Version 2, of a client that came over a Unix socket. */
    static byte[] unixBlock(String path) {
        return block(PROXY, UNIX_STREAM, Arrays.copyOf(text(path), 216));
    }

    /** Version 2, of a proxy that speaks for itself. */
    static byte[] localBlock() {
        return block(LOCAL, 0, NO_VALUES);
    }

    static byte[] block(int command, int family, byte[] rest) {
        ByteBuffer fixed = ByteBuffer.allocate(16).put(SIGNATURE);
        fixed.put((byte) command).put((byte) family).putShort((short) rest.length);
        return joined(fixed.array(), rest);
    }

    static byte[] value(int type, byte[] content) {
        ByteBuffer head = ByteBuffer.allocate(3).put((byte) type).putShort((short) content.length);
        return joined(head.array(), content);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
