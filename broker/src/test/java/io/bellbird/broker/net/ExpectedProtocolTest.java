package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.monitor.PrometheusText;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that have confused two listeners. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ExpectedProtocolTest {
    private static final String REFUSED = "bellbird_connects_refused_total{reason=\"PROTOCOL_ERROR\"}";
    private static final String REQUEST = hex("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    private static final String CONNECT = "10 (<MQTT> 05 02 0000 () <c>)";

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    MQTT       > HTTP > the client speaks HTTP and this listener MQTT: browsers need a listener with 'protocol websockets', and metrics are at admin_listener
                    WEBSOCKETS > MQTT > the client speaks MQTT without the WebSocket that this listener expects: give the client another port, or ws:// before the name of the broker
                    """)
    void a_client_at_the_wrong_listener_is_cut_off_with_one_line(Protocol protocol, String spoken, String said)
            throws Exception {
        try (Broker broker = Broker.start(Brokers.config(ListenerConfig.local(0).withProtocol(protocol)));
                LogLines log = new LogLines();
                RawClient client = RawClient.to(broker, 5)) {
            client.send(spoken.equals("HTTP") ? REQUEST : CONNECT).expectClosed();

            assertThat(log.next()).isEqualTo("from=127.0.0.1 closed: " + said);
            assertThat(log.rest()).isEmpty();
        }
    }

    @Test
    void who_is_cut_off_is_counted_as_refused() throws Exception {
        try (Broker broker = Broker.start(Brokers.config(ListenerConfig.local(0)).toBuilder()
                        .adminListener(new AdminListener("127.0.0.1", 0, true))
                        .build());
                RawClient client = RawClient.to(broker, 5)) {
            client.send(REQUEST).expectClosed();

            PrometheusText metrics = metrics(broker);
            while (!metrics.has(REFUSED)) {
                LockSupport.parkNanos(1_000_000);
                metrics = metrics(broker);
            }
            assertThat(metrics.value(REFUSED)).isEqualTo(1);
        }
    }

    private static PrometheusText metrics(Broker broker) throws Exception {
        InetSocketAddress admin = broker.adminAddress().orElseThrow();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.getPort() + "/metrics"))
                .build();
        return PrometheusText.parse(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }
}
