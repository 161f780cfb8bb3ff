package io.bellbird.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document as a contract: what is asked and answered is held against it. */
public final class Contract {
    private static final String ID = "https://bellbird.invalid/openapi.json";

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    /** Reads the document. */
    public Contract() {
        try {
            document = Json.tree(OpenApi.document().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(ID, document.toString()))));
    }

    /** What the document says there is: {@code GET /api/clients}. */
    public List<String> operations() {
        List<String> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (List.of("get", "put", "post", "delete", "patch").contains(method)) {
                        operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** Whether what is answered does not end. */
    public boolean isStream(String operation) {
        String[] parts = operation.split(" ", 2);
        return document.at(pointer(
                        "paths", parts[1], parts[0].toLowerCase(java.util.Locale.ROOT), "responses", "200", "content"))
                .has("text/event-stream");
    }

    /** Fails when an answer is not one that the document promises. */
    void check(String method, String path, int status, @Nullable String contentType, byte[] body) {
        String template = template(method, path);
        String answer = pointer("paths", template, method.toLowerCase(java.util.Locale.ROOT), "responses");
        JsonNode responses = document.at(answer);
        String code = responses.has(Integer.toString(status)) ? Integer.toString(status) : "default";
        assertThat(responses.has(code))
                .as("%s %s answers %s, of which the document does not tell", method, template, status)
                .isTrue();
        JsonNode response = responses.path(code);
        String here = answer + pointer(code);
        if (response.has("$ref")) {
            here = response.path("$ref").asText().substring(1);
            response = document.at(here);
        }
        if (contentType == null || body.length == 0) {
            assertThat(response.has("content"))
                    .as("%s %s has no body", method, path)
                    .isFalse();
            return;
        }
        String type = contentType.replaceFirst(";.*", "");
        JsonNode content = response.path("content");
        String known = content.has(type) ? type : "*/*";
        assertThat(content.has(known))
                .as("%s %s answers %s with %s", method, path, status, type)
                .isTrue();
        if (type.endsWith("json")) {
            JsonSchema schema =
                    schemas.getSchema(SchemaLocation.of(ID + "#" + here + pointer("content", known, "schema")));
            try {
                assertThat(schema.validate(Json.tree(body)))
                        .as("%s %s: %s", method, path, new String(body, StandardCharsets.UTF_8))
                        .isEmpty();
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + new String(body, StandardCharsets.UTF_8), e);
            }
        }
    }

    private String template(String method, String path) {
        String asked = path.replaceFirst("\\?.*", "");
        return operations().stream()
                .filter(operation -> operation.startsWith(method + " "))
                .map(operation -> operation.substring(method.length() + 1))
                .filter(template -> matches(template, asked))
                .min((one, other) -> Integer.compare(one.split("\\{").length, other.split("\\{").length))
                .orElseThrow(() -> new AssertionError("the document has no " + method + " " + asked));
    }

    /** {@code {topic}} takes slashes, since topics have them. */
    private static boolean matches(String template, String path) {
        return path.matches(template.replaceAll("\\{topic\\}", ".+").replaceAll("\\{[^}]*\\}", "[^/]+"));
    }

    private static String pointer(String... parts) {
        StringBuilder pointer = new StringBuilder();
        for (String part : parts) {
            pointer.append('/').append(part.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
