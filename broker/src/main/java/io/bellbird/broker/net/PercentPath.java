package io.bellbird.broker.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths of requests (RFC 3986, section 3.3). */
final class PercentPath {
    private PercentPath() {}

    /**
     * The path of a request as one of files, relative to a folder: {@code /a%20b/} is {@code a b}. Empty when it is
     * malformed, or a segment of it could lead elsewhere: one that is empty, begins with a dot, or has a character that
     * separates paths on some system.
     *
     * @param path as it was sent, without a query
     */
    static Optional<Path> decode(String path) {
        try {
            String text = new URI(path).getPath();
            if (text == null || !path.startsWith("/") || path.startsWith("//")) {
                return Optional.empty();
            }
            Path decoded = Path.of("");
            String inside = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            for (String segment :
                    inside.isEmpty() ? new String[0] : inside.substring(1).split("/", -1)) {
                if (segment.isEmpty() || segment.startsWith(".") || segment.matches(".*[\\\\:\\x00].*")) {
                    return Optional.empty();
                }
                decoded = decoded.resolve(segment);
            }
            return Optional.of(decoded);
        } catch (URISyntaxException | InvalidPathException malformed) {
            return Optional.empty();
        }
    }
}
