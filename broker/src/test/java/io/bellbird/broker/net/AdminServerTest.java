package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.monitor.PrometheusText;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.security.Client;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics and health over real sockets. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AdminServerTest {
    private static final int CONNECTIONS_MAX = 256;
    private static final int PATIENCE_MILLIS = 20_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch released = new CountDownLatch(1);
    private Broker broker;

    @BeforeEach
    void start() throws BrokerStartException {
        broker = Broker.builder(config(new AdminListener("127.0.0.1", 0, true)))
                .authorizer(new Stopping())
                .start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        broker.close();
    }

    private static BrokerConfig config(AdminListener admin) {
        return BrokerConfig.ephemeral().toBuilder()
                .shards(2)
                .connectionMessages(false)
                .sysIntervalSeconds(0)
                .adminListener(admin)
                .build();
    }

    /** Whoever publishes to {@code stop} stops its shard until the test ends. */
    private final class Stopping implements Authorizer {
        @Override
        public Verdict mayPublish(Client client, Topic topic, Qos qos, boolean retain, Consumer<Verdict> later) {
            if (topic.text().equals("stop")) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return topic.text().equals("forbidden") ? Verdict.DENIED : Verdict.ALLOWED;
        }

        @Override
        public Verdict maySubscribe(Client client, TopicFilter filter, Qos qos, Consumer<Verdict> later) {
            return Verdict.ALLOWED;
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private int port() {
        return broker.adminAddress().orElseThrow().getPort();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private PrometheusText metrics() throws IOException, InterruptedException {
        return PrometheusText.parse(get("/metrics").body());
    }

    /** When all shards have told what happened before; figures may be 200 ms old. */
    private PrometheusText metricsWhen(String sample, double value) throws IOException, InterruptedException {
        PrometheusText metrics = metrics();
        while (!metrics.has(sample) || metrics.value(sample) != value) {
            Thread.onSpinWait();
            metrics = metrics();
        }
        return metrics;
    }

    /** What comes back for bytes, until the server closes. */
    private String answer(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketException reset) {
                return "";
            }
        }
    }

    // Metrics

    @Test
    void metrics_are_what_was_sent() throws Exception {
        RawClient subscriber = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <s>)");
        subscriber.send("82 (0001 () <t> 01)").receive();
        RawClient publisher = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <p>)");
        publisher.send("32 (<t> 0001 () 616263)").receive();
        publisher.send("32 (<t> 0002 () 61)").receive();
        publisher.send("31 (<kept> () 61)", "33 (<forbidden> 0003 () 61)").receive();
        subscriber.receive(2);
        publisher.send("E0 00").expectClosed();

        PrometheusText metrics =
                metricsWhen("bellbird_disconnects_total{by=\"client\",reason=\"NORMAL_DISCONNECTION\"}", 1);

        assertThat(metrics.samples())
                .containsEntry("bellbird_sockets_opened_total", 2.0)
                .containsEntry("bellbird_connects_received_total", 2.0)
                .containsEntry("bellbird_connects_accepted_total", 2.0)
                .containsEntry("bellbird_publish_received_total", 4.0)
                .containsEntry("bellbird_publish_received_bytes_total", 6.0)
                .containsEntry("bellbird_publish_sent_total", 2.0)
                .containsEntry("bellbird_publish_sent_bytes_total", 4.0)
                .containsEntry("bellbird_messages_dropped_total{cause=\"not_authorized\"}", 1.0)
                .containsEntry("bellbird_sessions_connected", 1.0)
                .containsEntry("bellbird_subscriptions", 1.0)
                .containsEntry("bellbird_retained_messages", 1.0)
                .containsEntry("bellbird_inflight_messages", 2.0)
                .containsEntry("bellbird_shards_missing", 0.0)
                .containsEntry("bellbird_bugs_total", 0.0);
        assertThat(metrics.value("bellbird_publish_seconds_count")).isPositive();
        assertThat(metrics.value("bellbird_publish_seconds_sum")).isPositive();
        assertThat(metrics.value("bellbird_retained_bytes")).isGreaterThan(300);
        assertThat(metricsWhen("bellbird_connections{listener=\"" + broker.port() + "\"}", 1)
                        .value("bellbird_uptime_seconds"))
                .isPositive();
        subscriber.close();
    }

    @Test
    void refusals_are_counted_by_reason() throws Exception {
        RawClient.to(broker, 4).send("10 (<MQTT> 04 00 003C <>)").expect("20 02 00 02");
        RawClient.to(broker, 4).send("10 (<MQTT> 09 02 003C () <c>)").receive();
        RawClient.to(broker, 5)
                .connect("10 (<MQTT> 05 02 003C () <c>)")
                .send("F1 00")
                .receive();

        metricsWhen("bellbird_connects_refused_total{reason=\"CLIENT_IDENTIFIER_NOT_VALID\"}", 1);
        metricsWhen("bellbird_connects_refused_total{reason=\"UNSUPPORTED_PROTOCOL_VERSION\"}", 1);
        metricsWhen("bellbird_disconnects_total{by=\"broker\",reason=\"MALFORMED_PACKET\"}", 1);
    }

    @Test
    void queues_of_clients_that_are_away_have_a_depth() throws Exception {
        RawClient.to(broker, 5)
                .connect("10 (<MQTT> 05 02 003C (11 000000FF) <away>)")
                .send("82 (0001 () <t> 01)")
                .expect("90 (0001 () 01)")
                .send("E0 00")
                .expectClosed();
        RawClient publisher = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <p>)");
        for (int i = 0; i < 3; i++) {
            publisher.send("32 (<t> 0001 () 61)").receive();
        }

        PrometheusText metrics = metricsWhen("bellbird_queued_messages", 3);
        assertThat(metrics.samples())
                .containsEntry("bellbird_queue_depth_messages_bucket{le=\"1\"}", 1.0)
                .containsEntry("bellbird_queue_depth_messages_bucket{le=\"2\"}", 2.0)
                .containsEntry("bellbird_queue_depth_messages_bucket{le=\"4\"}", 3.0)
                .containsEntry("bellbird_queue_depth_messages_sum", 6.0);
        assertThat(metrics.value("bellbird_commit_seconds_count")).isPositive();
        publisher.close();
    }

    @Test
    void metrics_say_what_they_are() throws Exception {
        HttpResponse<String> response = get("/metrics?x=y");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    // Health

    @Test
    void a_broker_that_serves_is_live_and_ready() throws Exception {
        assertThat(get("/health/live").body()).isEqualTo("ok\n");
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.body()).isEqualTo("ok\n");
        assertThat(ready.statusCode()).isEqualTo(200);
    }

    @Test
    void a_shard_that_does_not_answer_is_named_and_the_metrics_come_without_it() throws Exception {
        double received = metrics().value("bellbird_publish_received_total");
        RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <c>)").send("30 (<stop> () 61)");
        while (metrics().value("bellbird_shards_missing") == 0) {
            Thread.onSpinWait();
        }

        CompletableFuture<HttpResponse<String>> live = http.sendAsync(
                HttpRequest.newBuilder(uri("/health/live")).build(), HttpResponse.BodyHandlers.ofString());
        PrometheusText metrics = metrics();

        assertThat(metrics.value("bellbird_shards_missing")).isEqualTo(1);
        assertThat(metrics.value("bellbird_publish_received_total")).isGreaterThanOrEqualTo(received);
        assertThat(live.get().statusCode()).isEqualTo(503);
        assertThat(live.get().body()).matches("shard [01] has not answered for 5 seconds\n");

        released.countDown();
        assertThat(metricsWhen("bellbird_shards_missing", 0).value("bellbird_publish_received_total"))
                .isEqualTo(received + 1);
        assertThat(get("/health/live").body()).isEqualTo("ok\n");
    }

    // HTTP

    @Test
    void a_connection_serves_requests_one_after_the_other() throws IOException {
        String get = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String last = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        assertThat(answer(get + get + last).split("HTTP/1.1 200 OK", -1)).hasSize(4);
    }

    @Test
    void a_head_request_gets_the_headers_only() throws IOException {
        String answer = answer("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n")
                .containsPattern("length: [1-9]\\d{3}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /, 404",
        "GET /metrics/, 404",
        "GET /../etc/passwd, 404",
        "POST /metrics, 405",
        "DELETE /health/live, 405",
        "OPTIONS *, 404"
    })
    void what_is_not_there_is_refused(String request, int status) throws IOException {
        String answer = answer(request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:9883", "LocalHost", "[::1]:9883", "127.0.0.1:1"})
    void the_host_may_be_a_name_of_this_machine(String host) throws IOException {
        assertThat(answer("GET /metrics HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: localhost.evil.example",
                "Host: [::2]",
                "Host:",
                "X: y",
                "Host: localhost\r\nHost: evil.example"
            })
    void another_host_is_refused(String header) throws IOException {
        assertThat(answer("GET /metrics HTTP/1.1\r\n" + header + "\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET /metrics HTTP/9.9.9\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n"
            })
    void what_is_no_request_is_refused_and_does_no_harm(String bytes) throws Exception {
        assertThat(answer(bytes + "Connection: close\r\n\r\n")).doesNotContain("bellbird_");

        assertThat(get("/health/ready").body()).isEqualTo("ok\n");
    }

    /** A read takes 2,048 bytes at first. */
    @ParameterizedTest
    @CsvSource({"3000, 200 OK", "8000, 200 OK", "9000, 431 Request Header Fields Too Large"})
    void headers_that_come_in_several_reads_are_read_up_to_their_limit(int length, String status) throws Exception {
        String header = "X-Long: " + "x".repeat(length);

        String answer =
                answer("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + "\r\n");
    }

    @Test
    void a_huge_request_is_refused_and_does_no_harm() throws Exception {
        String huge = "x".repeat(1_000_000);

        assertThat(answer("GET /" + huge + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .doesNotContain("200 OK");
        assertThat(answer("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + huge + "\r\n\r\n"))
                .doesNotContain("200 OK");

        assertThat(get("/health/ready").body()).isEqualTo("ok\n");
    }

    @Test
    void a_request_that_does_not_come_is_not_waited_for() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port())) {
            slow.setSoTimeout(PATIENCE_MILLIS);
            slow.getOutputStream().write("GET /metrics HTT".getBytes(StandardCharsets.US_ASCII));

            assertThat(get("/health/ready").body()).isEqualTo("ok\n");
            assertThat(slow.getInputStream().read())
                    .as("the connection has ended")
                    .isEqualTo(-1);
        }
    }

    @Test
    void there_are_only_so_many_connections() throws Exception {
        List<Socket> open = new ArrayList<>();
        byte[] request = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
            open.add(socket);
            socket.getOutputStream().write(request);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        assertThat(answer("")).isEmpty();

        for (Socket socket : open) {
            socket.close();
        }
    }

    // Start

    @Test
    void a_port_that_is_in_use_ends_the_start_only_when_it_was_asked_for() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> Broker.start(config(new AdminListener("127.0.0.1", port, true))))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("port " + port + " on 127.0.0.1 is in use: choose another with the line"
                            + " 'admin_listener PORT' of the configuration");
            try (Broker without = Broker.start(config(new AdminListener("127.0.0.1", port, false)))) {
                assertThat(without.adminAddress()).isEmpty();
                RawClient.to(without, 5)
                        .connect("10 (<MQTT> 05 02 003C () <c>)")
                        .close();
            }
        }
    }

    @Test
    void a_broker_without_the_setting_serves_none() throws Exception {
        try (Broker silent = Broker.start(BrokerConfig.ephemeral())) {
            assertThat(silent.adminAddress()).isEmpty();
        }
    }
}
