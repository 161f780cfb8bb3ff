package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a listener needs to know that speaks MQTT in WebSocket frames.
 *
 * @param httpDir the folder whose files are given to a browser that asks for them; empty means none
 * @param origins the values of the Origin header that may connect, each as a browser sends it; empty means all
 * @param headersBytesMax bytes of the headers of one HTTP request,
 *     {@value #HEADERS_BYTES_LEAST}..{@value #HEADERS_BYTES_MOST}
 */
public record WebSocketConfig(Optional<Path> httpDir, List<String> origins, int headersBytesMax) {
    static final int HEADERS_BYTES_LEAST = 512;
    static final int HEADERS_BYTES_MOST = 65_535;

    /** Checks the range. */
    public WebSocketConfig {
        origins = List.copyOf(origins);
        Ranges.check("headersBytesMax", headersBytesMax, HEADERS_BYTES_LEAST, HEADERS_BYTES_MOST);
    }

    /** No files, any origin. */
    public static WebSocketConfig defaults() {
        return new WebSocketConfig(Optional.empty(), List.of(), ListenerSettings.WEBSOCKETS_HEADERS_SIZE.byDefault());
    }
}
