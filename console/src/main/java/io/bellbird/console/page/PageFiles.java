package io.bellbird.console.page;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The files of the page, from the class path; each lies there compressed. Belongs to the admin thread.
 *
 * <p>Whoever loads the page may load nothing from elsewhere, and no other page may show it in a frame.
 */
public final class PageFiles {
    private static final String FOLDER = "/io/bellbird/console/page/files";
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json",
            "webmanifest", "application/manifest+json");
    private static final String POLICY = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final Map<String, AdminAnswer> known = new HashMap<>();

    /** What a browser gets. */
    public AdminAnswer answer(AdminRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return AdminAnswer.of(405, "text/plain; charset=utf-8", "the page is only read\n")
                    .with("allow", "GET, HEAD");
        }
        String path = request.path().equals("/") ? "/index.html" : request.path();
        AdminAnswer answer = known.containsKey(path) ? known.get(path) : read(path);
        if (answer.status() == 200) { // or else whoever asks for what is not there would fill the memory
            known.put(path, answer);
        }
        return answer;
    }

    private static AdminAnswer read(String path) {
        String type = CONTENT_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || path.contains("..") || path.contains("//")) {
            return missing();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + path + ".gz")) {
            if (in == null) {
                return missing();
            }
            String cached = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
            return new AdminAnswer(
                    200,
                    Map.of(
                            "content-type",
                            type,
                            "content-encoding",
                            "gzip",
                            "cache-control",
                            cached,
                            "content-security-policy",
                            POLICY,
                            "referrer-policy",
                            "no-referrer",
                            "cross-origin-opener-policy",
                            "same-origin"),
                    Bytes.wrap(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AdminAnswer missing() {
        String why = PageFiles.class.getResource(FOLDER + "/index.html.gz") == null
                ? "the console's page was left out when Bellbird was built, since there was no Node.js 20 or newer;"
                        + " the REST interface is here: /api/openapi.json\n"
                : "there is no such page: the console is at /\n";
        return AdminAnswer.of(404, "text/plain; charset=utf-8", why);
    }
}
