package io.bellbird.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a console as a program would; each answer is held against the OpenAPI document. Immutable. */
public final class RestClient {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Contract CONTRACT = new Contract();

    private final int port;
    private final Map<String, String> headers;

    /** One who brings a token. */
    public RestClient(int port, String token) {
        this(port, Map.of("authorization", "Bearer " + token));
    }

    /** One who sends these headers. */
    public RestClient(int port, Map<String, String> headers) {
        this.port = port;
        this.headers = headers;
    }

    /** The same with one more header, or in place of one. */
    public RestClient with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new RestClient(port, more);
    }

    /** One who says nothing of himself. */
    public RestClient anonymous() {
        return new RestClient(port, Map.of());
    }

    /** One of the headers that he sends. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** What is answered. */
    public record Answer(int status, Map<String, String> headers, Bytes body) {
        public String text() {
            return body.toUtf8();
        }

        public JsonNode json() {
            try {
                return Json.tree(body.array());
            } catch (IOException e) {
                throw new AssertionError(text(), e);
            }
        }

        /** Fails unless it is done. */
        public Answer ok() {
            assertThat(status).as(text()).isBetween(200, 299);
            return this;
        }

        /** Fails unless the answer is a problem of that status; gives its detail. */
        public String problem(int wanted) {
            assertThat(status).as(text()).isEqualTo(wanted);
            assertThat(headers.get("content-type")).isEqualTo("application/problem+json");
            return json().path("detail").asText();
        }
    }

    public Answer get(String path) {
        return ask("GET", path, null);
    }

    /** Gets what must be there. */
    public JsonNode json(String path) {
        return get(path).ok().json();
    }

    /**
     * Asks with JSON.
     *
     * @param body null for none
     */
    public Answer ask(String method, String path, @Nullable String body) {
        return ask(
                method,
                path,
                body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8),
                body == null ? null : "application/json");
    }

    /** Asks for what the document does not have. */
    public Answer unchecked(String method, String path) {
        return exchange(method, path, new byte[0], null);
    }

    /** The same with a body. */
    public Answer unchecked(String method, String path, byte[] body) {
        return exchange(method, path, body, null);
    }

    /** Asks with a body of any kind. */
    public Answer ask(String method, String path, byte[] body, @Nullable String contentType) {
        Answer answer = exchange(method, path, body, contentType);
        CONTRACT.check(
                method,
                path,
                answer.status(),
                answer.headers().get("content-type"),
                answer.body().array());
        return answer;
    }

    private Answer exchange(String method, String path, byte[] body, @Nullable String contentType) {
        HttpRequest.Builder request = request(path)
                .method(
                        method,
                        body.length == 0 && contentType == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("content-type", contentType);
        }
        HttpResponse<byte[]> response = send(request.build(), BodyHandlers.ofByteArray());
        Map<String, String> answered = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> answered.put(name, values.get(0)));
        return new Answer(response.statusCode(), answered, Bytes.wrap(response.body()));
    }

    /** Opens a stream of Server-Sent Events; to be closed. */
    public EventReader events(String path) {
        HttpResponse<InputStream> response = send(request(path).build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new EventReader(response.body());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new AssertionError(request.method() + " " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
