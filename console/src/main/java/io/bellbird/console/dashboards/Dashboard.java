package io.bellbird.console.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.http.Json;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A dashboard. Immutable.
 *
 * @param text JSON, as the page makes it: an object with a list {@code tiles}
 * @param tag the same as long as the text is
 * @param tiles how many it has, 0..{@value #TILES_MAX}
 */
record Dashboard(String text, String tag, int tiles) {
    static final int BYTES_MAX = 256 * 1024;
    static final int TILES_MAX = 200;

    private static final int TAG_BYTES = 12;

    /** @throws Problem when it is no dashboard, or too large */
    static Dashboard of(byte[] json) {
        if (json.length > BYTES_MAX) {
            throw Problem.of(
                    413,
                    "Too large",
                    "the dashboard has " + json.length + " bytes, and " + BYTES_MAX
                            + " are the most: leave out tiles, or images in them");
        }
        try {
            return of(Json.tree(json));
        } catch (JsonProcessingException wrong) {
            throw Problem.badRequest(
                    "the dashboard is not JSON, send what was exported: " + wrong.getOriginalMessage());
        } catch (IOException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** @throws Problem when it is no dashboard */
    static Dashboard of(JsonNode json) {
        JsonNode tiles = json.path("tiles");
        if (!tiles.isArray() || tiles.size() > TILES_MAX) {
            throw Problem.badRequest(
                    "a dashboard is an object with a list 'tiles' of at most " + TILES_MAX + " objects");
        }
        for (JsonNode tile : tiles) {
            if (!tile.isObject()) {
                throw Problem.badRequest("each of the 'tiles' is an object");
            }
        }
        String text = Json.write(json);
        return new Dashboard(text, tag(text), tiles.size());
    }

    private static String tag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "\"" + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
