package io.bellbird.console.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.admin.OpenTraces;
import io.bellbird.console.http.EventReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client is followed, as Server-Sent Events. */
class TraceEndpointsTest extends ClientsSuite {
    @Test
    void what_a_client_does_is_told_with_the_time() {
        try (EventReader trace = rest.events("/api/clients/pump/trace")) {
            assertThat(trace.next("tracing").path("client").asText()).isEqualTo("pump");
            crowd.connect("other").client().publish("t", "1").join();
            crowd.connect("pump").client().publish("a/b", "1").join();

            JsonNode connect = trace.next("line");
            assertThat(connect.path("text").asText()).startsWith("client=pump in CONNECT");
            assertThat(connect.path("time").asLong())
                    .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
            assertThat(trace.next("line").path("text").asText()).startsWith("client=pump out CONNACK");
            assertThat(trace.next("line").path("text").asText()).contains("in PUBLISH", "a/b");
        }
        assertThat(crowd.audit())
                .contains("\"event\":\"trace_began\"", "\"principal\":\"admin.token\"", "\"client\":\"pump\"}");
    }

    @Test
    void of_its_messages_only_those_are_told_that_are_wanted() {
        try (EventReader trace = rest.events("/api/clients/pump/trace?filter=a/%23")) {
            assertThat(trace.next("tracing").path("filter").asText()).isEqualTo("a/#");
            Crowd.Member pump = crowd.connect("pump");
            pump.client().publish("b", "1").join();
            pump.client().publish("a/c", "1").join();

            String line = trace.next("line").path("text").asText();
            while (!line.contains("PUBLISH")) {
                line = trace.next("line").path("text").asText();
            }
            assertThat(line).contains("a/c");
        }
    }

    @Test
    void what_cannot_be_followed_is_a_problem() {
        assertThat(rest.get("/api/clients/pump/trace?filter=a%23").problem(400)).contains("a#");
        List<EventReader> open = new ArrayList<>();
        for (int i = 0; i < OpenTraces.TRACES_MAX; i++) {
            EventReader trace = rest.events("/api/clients/pump/trace");
            trace.next("tracing");
            open.add(trace);
        }
        assertThat(rest.get("/api/clients/pump/trace").problem(503)).contains("8 traces");
        open.forEach(EventReader::close);
    }
}
