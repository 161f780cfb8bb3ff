package io.bellbird.app.pubsub;

import java.util.Locale;

/** {@code -L}. */
final class BrokerUrl {
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    private BrokerUrl() {}

    /** Takes a URL apart. The topic may have any slashes, and host, user and password none. */
    static void read(Settings settings, String url) throws UsageException {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("mqtts") || scheme.equals("wss");
        boolean webSocket = scheme.equals("ws") || scheme.equals("wss");
        if (!secure && !webSocket && !scheme.equals("mqtt")) {
            throw UsageException.spaced("Error: unsupported URL scheme.");
        }
        settings.port = secure ? TLS_PORT : PORT;
        settings.osCertificates |= secure;
        settings.webSocket |= webSocket;
        String rest = url.substring(colon + "://".length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw UsageException.of("Error: Invalid URL for -L argument specified - topic missing.");
        }
        Checks.addTopic(settings, rest.substring(slash + 1), "-L topic");
        readAuthority(settings, rest.substring(0, slash));
    }

    private static void readAuthority(Settings settings, String authority) {
        int at = authority.indexOf('@');
        if (at >= 0) {
            String user = authority.substring(0, at);
            int colon = user.indexOf(':');
            settings.username = colon < 0 ? user : user.substring(0, colon);
            if (colon >= 0) {
                settings.password = user.substring(colon + 1);
            }
        }
        String address = authority.substring(at + 1);
        int colon = address.indexOf(':');
        settings.host = colon < 0 ? address : address.substring(0, colon);
        settings.unixSocket = false;
        if (colon >= 0) {
            settings.port = CNumbers.integer(address.substring(colon + 1));
        }
    }
}
