package io.bellbird.console.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import io.bellbird.console.http.RestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bans, over HTTP. */
class BanEndpointsTest extends ClientsSuite {
    private void assertBanned(Crowd.Member client) {
        assertThat(client.client().connect())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("banned (0x8A)");
    }

    @Test
    void a_banned_client_is_disconnected_and_refused_until_the_ban_is_lifted() {
        Crowd.Member pump = crowd.connect("pump");

        JsonNode ban = rest.ask("POST", "/api/clients/pump/ban", "{\"seconds\": 60}")
                .ok()
                .json()
                .path("bans")
                .path(0);

        assertThat(ban.path("client").asText()).isEqualTo("pump");
        assertThat(pump.end().reason()).contains(ReasonCode.ADMINISTRATIVE_ACTION);
        assertBanned(crowd.member("pump", options -> options));
        assertThat(rest.json("/api/bans").path("bans")).hasSize(1);
        assertThat(rest.ask("DELETE", "/api/bans?client=pump", null).status()).isEqualTo(204);
        crowd.connect("pump");
        assertThat(crowd.audit())
                .contains(
                        "\"POST\",\"path\":\"/api/clients/pump/ban\",\"about\":\"60 s for client pump\",\"status\":200}")
                .contains("\"DELETE\",\"path\":\"/api/bans?client=pump\",\"status\":204}");
    }

    @Test
    void a_ban_outlives_a_reload() throws Exception {
        rest.ask("POST", "/api/bans", "{\"client\": \"pump\", \"seconds\": 60}").ok();

        crowd.broker().broker().reload(crowd.broker().broker().config());

        assertBanned(crowd.member("pump", options -> options));
        assertThat(crowd.member("pump", options -> options.version(MqttVersion.V3_1_1))
                        .client()
                        .connect())
                .failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void an_address_is_banned_and_let_in_again() {
        JsonNode ban = rest.ask("POST", "/api/bans", "{\"address\": \"2001:db8::7\", \"seconds\": 60}")
                .ok()
                .json();

        assertThat(ban.path("address").asText()).isEqualTo("2001:db8:0:0::/64");
        assertThat(ban.path("by").asText()).isEqualTo("administrator");
        assertThat(ban.path("seconds_left").asInt()).isBetween(50, 60);
        rest.ask("DELETE", "/api/bans?address=2001:db8::9", null).ok();
        assertThat(rest.json("/api/bans").path("bans")).isEmpty();
    }

    @Test
    void what_cannot_be_banned_is_a_problem() {
        assertThat(banning("{\"address\": \"127.0.0.1\", \"seconds\": 60}").problem(400))
                .contains("127.0.0.1", "this machine");
        assertThat(banning("{\"address\": \"pump\", \"seconds\": 60}").problem(400))
                .contains("pump");
        assertThat(banning("{\"client\": \"pump\"}").problem(400)).contains("seconds");
        assertThat(banning("{\"client\": \"pump\", \"seconds\": 0}").problem(400))
                .contains("seconds");
        assertThat(banning("{\"client\": \"\", \"seconds\": 1}").problem(400)).contains("client id");
        assertThat(banning("{\"seconds\": 60}").problem(400)).contains("client", "address");
        assertThat(banning("{\"client\": \"a\", \"address\": \"192.0.2.1\", \"seconds\": 60}")
                        .problem(400))
                .contains("either");
        assertThat(rest.ask("POST", "/api/clients/away/ban", "{\"seconds\": 9, \"address\": true}")
                        .problem(409))
                .contains("not connected");
        crowd.connect("here");
        assertThat(rest.ask("POST", "/api/clients/here/ban", "{\"seconds\": 9, \"address\": true}")
                        .problem(400))
                .contains("127.0.0.1");
        assertThat(rest.json("/api/bans").path("bans")).isEmpty();
    }

    private RestClient.Answer banning(String body) {
        return rest.ask("POST", "/api/bans", body);
    }

    @Test
    void who_is_not_banned_cannot_be_let_in_again() {
        assertThat(rest.ask("DELETE", "/api/bans?client=pump", null).problem(404))
                .contains("pump");
        assertThat(rest.ask("DELETE", "/api/bans?address=192.0.2.1", null).problem(404))
                .contains("192.0.2.1");
        assertThat(rest.ask("DELETE", "/api/bans", null).problem(400)).contains("?client=");
    }
}
