package io.bellbird.console.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * JSON as the REST interface writes and reads it: records with names like {@code queued_messages}; what is null is left
 * out, and unknown members are refused.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Writes a value that is made for it. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("no JSON of " + value.getClass(), bug);
        }
    }

    /**
     * Reads a value of a type.
     *
     * @throws IOException when it is no such JSON
     */
    public static <T> T read(byte[] text, Class<T> type) throws IOException {
        return MAPPER.readValue(text, type);
    }

    /**
     * Reads any JSON.
     *
     * @throws IOException when it is none
     */
    public static JsonNode tree(byte[] text) throws IOException {
        return MAPPER.readTree(text);
    }
}
