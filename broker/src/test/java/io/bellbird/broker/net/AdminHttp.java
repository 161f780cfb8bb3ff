package io.bellbird.broker.net;

import io.bellbird.broker.Broker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Requests to the admin listener of a broker, with its token.
 *
 * @param token the file that has it
 */
record AdminHttp(Broker broker, Path token) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return HTTP.send(
                request(method, path, "Bearer " + Files.readString(token).strip()), BodyHandlers.ofString());
    }

    HttpResponse<String> askWith(String authorization, String method, String path)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, path, authorization), BodyHandlers.ofString());
    }

    HttpResponse<String> askWithoutToken(String method, String path) throws IOException, InterruptedException {
        return HTTP.send(builder(method, path).build(), BodyHandlers.ofString());
    }

    /** The lines of an answer that has no end; to be closed. */
    HttpResponse<Stream<String>> lines(String path) throws IOException, InterruptedException {
        return HTTP.send(
                request("GET", path, "Bearer " + Files.readString(token).strip()), BodyHandlers.ofLines());
    }

    private HttpRequest request(String method, String path, String authorization) {
        return builder(method, path).header("Authorization", authorization).build();
    }

    private HttpRequest.Builder builder(String method, String path) {
        int port = broker.adminAddress().orElseThrow().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
    }
}
