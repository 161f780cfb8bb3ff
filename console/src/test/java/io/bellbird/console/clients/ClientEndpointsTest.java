package io.bellbird.console.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.client.Will;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is there, over HTTP; and an end to connections. */
class ClientEndpointsTest extends ClientsSuite {
    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        rest.json("/api/clients" + query)
                .path("clients")
                .forEach(each -> ids.add(each.path("client").asText()));
        return ids;
    }

    @Test
    void clients_are_listed_by_name() {
        crowd.connect("b");
        crowd.connect("a", options -> options.version(MqttVersion.V3_1_1).credentials("ann", "x"));
        crowd.leave("c", "t");

        JsonNode list = rest.json("/api/clients");

        assertThat(ids("")).containsExactly("a", "b", "c");
        JsonNode first = list.path("clients").path(0);
        assertThat(first.path("user").asText()).isEqualTo("ann");
        assertThat(first.path("version").asText()).isEqualTo("3.1.1");
        assertThat(first.path("address").asText()).startsWith("127.0.0.1:");
        assertThat(first.path("since").asLong())
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
        assertThat(list.path("clients").path(2).has("address")).isFalse();
        assertThat(list.path("matched").asInt()).isEqualTo(3);
        assertThat(list.has("next")).isFalse();
    }

    @Test
    void clients_are_listed_page_by_page() {
        for (int i = 10; i < 17; i++) {
            crowd.connect("c" + i);
        }
        List<String> seen = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            JsonNode page = rest.json("/api/clients?limit=3&after=" + after);
            page.path("clients").forEach(each -> seen.add(each.path("client").asText()));
            after = page.path("next").asText();
            pages++;
        } while (!after.isEmpty());

        assertThat(seen).containsExactly("c10", "c11", "c12", "c13", "c14", "c15", "c16");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void clients_are_searched_and_ordered() {
        crowd.leave("full", "t");
        crowd.leave("empty");
        crowd.connect("pump").client().publish("t", "1").join();

        assertThat(ids("?sort=queue&limit=1")).containsExactly("full");
        assertThat(ids("?connected=true")).containsExactly("pump");
        assertThat(ids("?connected=false")).containsExactly("empty", "full");
        assertThat(ids("?search=PUM")).containsExactly("pump");
        assertThat(ids("?search=127.0.0.1")).containsExactly("pump");
        assertThat(ids("?sort=messages")).hasSize(3).startsWith("pump");
        assertThat(rest.json("/api/clients?sort=queue&limit=1").path("matched").asInt())
                .isEqualTo(3);
    }

    @Test
    void what_cannot_be_listed_is_a_problem() {
        assertThat(rest.get("/api/clients?sort=size").problem(400)).contains("size", "queue, slow, messages");
        assertThat(rest.get("/api/clients?limit=0").problem(400)).contains("limit", "1000");
        assertThat(rest.get("/api/clients?connected=maybe").problem(400)).contains("connected");
        assertThat(rest.get("/api/clients?sort=queue&after=a").problem(400)).contains("sort=name");
    }

    @Test
    void one_client_is_shown_with_what_was_agreed_on() {
        crowd.connect("pump/7 ü", options -> options.keepAlive(Duration.ofSeconds(33))
                .receiveMaximum(5)
                .sessionExpiry(Duration.ofMinutes(2))
                .will(Will.of("gone/pump", "x")));

        JsonNode client = rest.json("/api/clients/pump%2F7%20%C3%BC");

        assertThat(client.path("session").path("client").asText()).isEqualTo("pump/7 ü");
        assertThat(client.path("will_topic").asText()).isEqualTo("gone/pump");
        assertThat(client.path("expiry_seconds").asInt()).isEqualTo(120);
        assertThat(client.path("stored").asBoolean()).isTrue();
        JsonNode agreed = client.path("connection");
        assertThat(agreed.path("keep_alive_seconds").asInt()).isEqualTo(33);
        assertThat(agreed.path("receive_maximum").asInt()).isEqualTo(5);
        assertThat(agreed.path("protocol").asText()).isEqualTo("mqtt");
        assertThat(agreed.path("tls").asBoolean()).isFalse();
    }

    @Test
    void one_that_is_away_has_no_connection_and_an_unknown_one_is_not_found() {
        crowd.leave("away");

        assertThat(rest.json("/api/clients/away").has("connection")).isFalse();
        assertThat(rest.get("/api/clients/nobody").problem(404)).contains("nobody", "/api/clients");
    }

    @Test
    void a_client_is_disconnected_with_a_reason() {
        Crowd.Member pump = crowd.connect("pump");

        rest.ask("POST", "/api/clients/pump/disconnect", "{\"reason\": \"moving house\"}")
                .ok();

        assertThat(pump.end().reason()).contains(ReasonCode.ADMINISTRATIVE_ACTION);
        assertThat(crowd.audit())
                .contains("\"POST\",\"path\":\"/api/clients/pump/disconnect\",\"status\":204}")
                .contains("\"reason\":\"ADMINISTRATIVE_ACTION\",\"why\":\"moving house\"");
    }

    @Test
    void a_client_is_disconnected_without_a_body() {
        Crowd.Member pump = crowd.connect("pump");

        assertThat(rest.ask("POST", "/api/clients/pump/disconnect", null).status())
                .isEqualTo(204);

        pump.end();
    }

    @Test
    void a_client_is_disconnected_and_banned_at_once() {
        Crowd.Member pump = crowd.connect("pump");

        rest.ask("POST", "/api/clients/pump/disconnect", "{\"ban_seconds\": 60}")
                .ok();

        pump.end();
        assertThat(crowd.member("pump", options -> options).client().connect())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("banned (0x8A)");
    }

    @Test
    void who_is_not_there_is_not_disconnected() {
        crowd.leave("away");

        assertThat(rest.ask("POST", "/api/clients/nobody/disconnect", null).problem(404))
                .contains("nobody");
        assertThat(rest.ask("POST", "/api/clients/away/disconnect", null).problem(409))
                .contains("not connected");
        assertThat(rest.ask("POST", "/api/clients/away/disconnect", "{\"reason\": \"two\\nlines\"}")
                        .problem(400))
                .contains("reason");
        assertThat(rest.ask("POST", "/api/clients/away/disconnect", "{\"ban_seconds\": 0}")
                        .problem(400))
                .contains("seconds");
    }
}
