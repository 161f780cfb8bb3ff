package io.bellbird.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Version 1 of the PROXY protocol: {@code PROXY TCP4 192.0.2.1 192.0.2.9 49152 1883}, and the end of the line. */
final class ProxyLine {
    /** With the end of the line. */
    private static final int BYTES_MAX = 107;

    private static final int KIND = 1;
    private static final int SOURCE = 2;
    private static final int DESTINATION = 3;
    private static final int SOURCE_PORT = 4;
    private static final int DESTINATION_PORT = 5;
    private static final int WORDS = 6;

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]+");
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private ProxyLine() {}

    /**
     * Takes the line off the bytes.
     *
     * @param bytes that begin with {@code PROXY} and a blank
     * @return null when not all of it has come; nothing is taken then
     */
    static @Nullable ProxyHeader read(ByteBuf bytes) throws InvalidProxyHeader {
        int begin = bytes.readerIndex();
        int end = bytes.indexOf(begin, Math.min(bytes.writerIndex(), begin + BYTES_MAX), (byte) '\n');
        if (end < 0) {
            if (bytes.readableBytes() >= BYTES_MAX) {
                throw InvalidProxyHeader.because("its line is longer than " + BYTES_MAX + " bytes");
            }
            return null;
        }
        String line = bytes.readCharSequence(end + 1 - begin, StandardCharsets.ISO_8859_1)
                .toString();
        if (!line.endsWith("\r\n")) {
            throw InvalidProxyHeader.because("its line does not end with CR LF");
        }
        return parse(line.substring(0, line.length() - 2).split(" ", -1));
    }

    private static ProxyHeader parse(String[] words) throws InvalidProxyHeader {
        if (words[KIND].equals("UNKNOWN")) {
            return ProxyHeader.UNKNOWN;
        }
        if (words.length != WORDS) {
            throw InvalidProxyHeader.because("it has " + words.length + " words and not " + WORDS);
        }
        int addressBytes =
                switch (words[KIND]) {
                    case "TCP4" -> IPV4_BYTES;
                    case "TCP6" -> IPV6_BYTES;
                    default -> throw InvalidProxyHeader.because("it is about neither TCP4, TCP6 nor UNKNOWN");
                };
        address(words[DESTINATION], addressBytes);
        port(words[DESTINATION_PORT]);
        return new ProxyHeader(ProxyHeader.text(address(words[SOURCE], addressBytes), port(words[SOURCE_PORT])), false);
    }

    private static byte[] address(String text, int bytes) throws InvalidProxyHeader {
        byte[] address = ADDRESS.matcher(text).matches() ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        if (address == null || address.length != bytes) {
            throw InvalidProxyHeader.because(
                    "an address is no " + (bytes == IPV4_BYTES ? "IPv4" : "IPv6") + " address");
        }
        return address;
    }

    private static int port(String text) throws InvalidProxyHeader {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65_535) {
            throw InvalidProxyHeader.because("a port is not from 0 to 65535");
        }
        return port;
    }
}
