package io.bellbird.broker.net;

import io.bellbird.broker.config.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of a client in front of the client's own bytes: the PROXY protocol of HAProxy, versions 1 and 2.
 *
 * @param client the address of the client as {@link Peers} writes it; null when the proxy does not know it or speaks for
 *     itself
 * @param overTls the client speaks TLS with the proxy; version 1 does not say it
 */
record ProxyHeader(@Nullable String client, boolean overTls) {
    /** Nobody's but the proxy's own connection, or one of which it knows nothing. */
    static final ProxyHeader UNKNOWN = new ProxyHeader(null, false);

    private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BLOCK = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * Takes the header off the bytes.
     *
     * @param version which is expected, not NONE
     * @return null when not all of it has come; nothing is taken then
     * @throws InvalidProxyHeader as soon as what has come cannot become a header
     */
    static @Nullable ProxyHeader read(ByteBuf bytes, ProxyProtocol version) throws InvalidProxyHeader {
        byte[] beginning = version == ProxyProtocol.V1 ? LINE : BLOCK;
        if (!begins(bytes, beginning)) {
            throw new InvalidProxyHeader(missing(FirstWords.of(bytes), version == ProxyProtocol.V1 ? 1 : 2));
        }
        if (bytes.readableBytes() < beginning.length) {
            return null;
        }
        return version == ProxyProtocol.V1 ? ProxyLine.read(bytes) : ProxyBlock.read(bytes);
    }

    private static String missing(FirstWords words, int expected) {
        return switch (words) {
            case PROXY_1, PROXY_2 ->
                words.text() + " comes where enable_proxy_protocol is " + expected
                        + ": set it to the version of the proxy, or let the proxy send the other";
            case TLS, MQTT, HTTP, UNKNOWN ->
                "the PROXY header is missing, which enable_proxy_protocol " + expected + " asks for, " + words.text()
                        + " comes instead: let clients connect to the proxy, and the proxy send the header";
        };
    }

    /** Whether the bytes are version 1, as far as they have come; at least five letters, to tell it from HTTP. */
    static boolean looksLikeLine(ByteBuf bytes) {
        return bytes.readableBytes() >= LINE.length - 1 && begins(bytes, LINE);
    }

    /** Whether the bytes are version 2, as far as they have come. */
    static boolean looksLikeBlock(ByteBuf bytes) {
        return begins(bytes, BLOCK);
    }

    private static boolean begins(ByteBuf bytes, byte[] beginning) {
        int length = Math.min(bytes.readableBytes(), beginning.length);
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    /** @param address 4 or 16 bytes; of IPv6, one that stands for IPv4 becomes that */
    static String text(byte[] address, int port) {
        try {
            return Peers.text(new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + address.length + " bytes", e);
        }
    }
}
