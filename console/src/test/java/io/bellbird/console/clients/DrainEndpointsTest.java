package io.bellbird.console.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.codec.ReasonCode;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The broker is drained, over HTTP. */
class DrainEndpointsTest extends ClientsSuite {
    @Test
    void clients_are_asked_to_go_and_no_others_come_until_it_ends() {
        Crowd.Member pump = crowd.connect("pump");

        JsonNode begun = rest.ask("POST", "/api/drain", "{\"seconds\": 0}").ok().json();

        assertThat(begun.path("draining").asBoolean()).isTrue();
        assertThat(begun.path("seconds").asInt()).isZero();
        assertThat(pump.end().reason()).contains(ReasonCode.USE_ANOTHER_SERVER);
        assertThat(rest.json("/api/drain").path("connected").asInt()).isZero();
        assertThat(rest.unchecked("GET", "/health/ready").status()).isEqualTo(503);
        assertThat(rest.unchecked("GET", "/health/ready").text()).contains("drained");
        assertThat(crowd.member("late", options -> options).client().connect())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("use another server (0x9C)");

        JsonNode ended = rest.ask("DELETE", "/api/drain", null).ok().json();

        assertThat(ended.path("draining").asBoolean()).isFalse();
        assertThat(rest.unchecked("GET", "/health/ready").status()).isEqualTo(200);
        crowd.connect("late");
        assertThat(crowd.audit())
                .contains("\"POST\",\"path\":\"/api/drain\",\"about\":\"0 s\",\"status\":200}")
                .contains("\"DELETE\",\"path\":\"/api/drain\",\"status\":200}");
    }

    @Test
    void it_takes_its_time_and_tells_how_many_are_left() {
        crowd.connect("pump");

        assertThat(rest.ask("POST", "/api/drain", null)
                        .ok()
                        .json()
                        .path("seconds")
                        .asInt())
                .isEqualTo(30);

        JsonNode state = rest.json("/api/drain");
        assertThat(state.path("connected").asInt()).isEqualTo(1);
        assertThat(state.path("since").asLong()).isCloseTo(System.currentTimeMillis(), Offset.offset(20_000L));
        assertThat(rest.ask("DELETE", "/api/drain", null)
                        .ok()
                        .json()
                        .path("connected")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_time_that_is_none_is_a_problem() {
        assertThat(rest.ask("POST", "/api/drain", "{\"seconds\": -1}").problem(400))
                .contains("seconds");
        assertThat(rest.json("/api/drain").path("draining").asBoolean()).isFalse();
    }

    @Test
    void nothing_ends_where_nothing_began() {
        assertThat(rest.ask("DELETE", "/api/drain", null)
                        .ok()
                        .json()
                        .path("draining")
                        .asBoolean())
                .isFalse();
    }
}
