package io.bellbird.client.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker is.
 *
 * @param host for {@link Scheme#UNIX} the path of the socket
 * @param port 1..65535; 0 for {@link Scheme#UNIX}
 * @param path of a WebSocket, begins with a slash; else ""
 */
public record Endpoint(Scheme scheme, String host, int port, String path) {
    private static final int PORT_MAX = 65_535;
    private static final String WEB_SOCKET_PATH = "/mqtt";
    /** Also with an underscore, which networks of containers have and URIs do not. */
    private static final Pattern HOST_AND_PORT = Pattern.compile("([\\w.-]+|\\[[^\\]]+\\])(?::(\\d{1,9}))?");

    /** How to get there. */
    public enum Scheme {
        MQTT("mqtt", 1883, false, false),
        MQTTS("mqtts", 8883, true, false),
        WS("ws", 80, false, true),
        WSS("wss", 443, true, true),
        UNIX("mqtt+unix", 0, false, false);

        private final String text;
        private final int standardPort;
        private final boolean tls;
        private final boolean webSocket;

        Scheme(String text, int standardPort, boolean tls, boolean webSocket) {
            this.text = text;
            this.standardPort = standardPort;
            this.tls = tls;
            this.webSocket = webSocket;
        }

        /** Whether it is encrypted. */
        public boolean hasTls() {
            return tls;
        }

        boolean isWebSocket() {
            return webSocket;
        }

        private static Scheme of(String uri, String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "mqtt", "tcp" -> MQTT;
                case "mqtts", "ssl", "tls" -> MQTTS;
                case "ws" -> WS;
                case "wss" -> WSS;
                case "mqtt+unix", "unix" -> UNIX;
                default -> throw bad(uri, "it begins with " + text + ":");
            };
        }
    }

    /**
     * The broker of a URI: {@code mqtt://HOST[:1883]}, {@code mqtts://HOST[:8883]}, {@code ws://HOST[:80][/mqtt]},
     * {@code wss://HOST[:443][/mqtt]} or {@code mqtt+unix:///PATH}; also {@code HOST[:PORT]} alone.
     *
     * @throws IllegalArgumentException for anything else, saying what is wrong
     */
    public static Endpoint of(String text) {
        URI uri = parse(text);
        Scheme scheme = Scheme.of(text, uri.getScheme());
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (authority.contains("@")) {
            throw bad("the URI", "it has a user name; give credentials in the options, since URIs are logged");
        }
        if (scheme == Scheme.UNIX) {
            if (uri.getPath() == null || uri.getPath().isEmpty()) {
                throw bad(text, "it has no path of a socket");
            }
            return new Endpoint(scheme, uri.getPath(), 0, "");
        }
        Matcher hostAndPort = HOST_AND_PORT.matcher(authority);
        if (!hostAndPort.matches()) {
            throw bad(text, "it has no host");
        }
        int port = hostAndPort.group(2) == null ? scheme.standardPort : Integer.parseInt(hostAndPort.group(2));
        if (port < 1 || port > PORT_MAX) {
            throw bad(text, "a port is 1 to " + PORT_MAX);
        }
        return new Endpoint(scheme, unbracketed(hostAndPort.group(1)), port, scheme.isWebSocket() ? pathOf(uri) : "");
    }

    private static URI parse(String text) {
        try {
            return new URI(text.contains("://") ? text : "mqtt://" + text);
        } catch (URISyntaxException e) {
            throw bad(text, e.getReason());
        }
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException(text + " is no broker's address: " + why
                + ". Write mqtt://host:1883, mqtts://host:8883, ws://host/mqtt, wss://host/mqtt or mqtt+unix:///path");
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String pathOf(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? WEB_SOCKET_PATH : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /**
     * The same way to another host, as a broker names one in a Server Reference: {@code HOST[:PORT]}.
     *
     * @throws IllegalArgumentException when it is no address, or to be reached in another way, which may be less safe
     */
    public Endpoint elsewhere(String reference) {
        Endpoint named = of(reference.contains("://") ? reference : scheme.text + "://" + reference);
        if (named.scheme != scheme) {
            throw bad(reference, "it is named by a broker that is reached by " + scheme.text);
        }
        return reference.contains("://") || reference.matches(".*:\\d+") || scheme == Scheme.UNIX
                ? named
                : new Endpoint(scheme, named.host, port, path);
    }

    /** The address as a URI. */
    @Override
    public String toString() {
        if (scheme == Scheme.UNIX) {
            return scheme.text + "://" + host;
        }
        return scheme.text + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path;
    }
}
