package io.bellbird.console.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The OpenAPI 3.1 document, put together from one file for each area. */
public final class OpenApi {
    /** The files in {@code openapi/}: the first has what concerns all. */
    static final List<String> AREAS =
            List.of("base", "access", "status", "topics", "clients", "graph", "dashboards", "security");

    private OpenApi() {}

    /** The document. */
    public static String document() {
        ObjectNode document = read(AREAS.get(0));
        AREAS.stream().skip(1).map(OpenApi::read).forEach(area -> {
            document.withObject("/paths").setAll((ObjectNode) area.path("paths"));
            document.withObject("/components/schemas")
                    .setAll((ObjectNode) area.path("components").path("schemas"));
        });
        return document.toPrettyString();
    }

    private static ObjectNode read(String area) {
        String name = "/io/bellbird/console/openapi/" + area + ".json";
        try (InputStream in = OpenApi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return (ObjectNode) Json.tree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
