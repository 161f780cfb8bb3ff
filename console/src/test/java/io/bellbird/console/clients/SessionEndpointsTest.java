package io.bellbird.console.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.codec.ReasonCode;
import io.bellbird.console.http.RestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is in sessions, and changes to them, over HTTP. */
class SessionEndpointsTest extends ClientsSuite {
    @Test
    void the_queue_of_a_client_that_is_away_is_counted_and_its_subscriptions_are_listed() {
        crowd.leave("away", "b", "a/+");
        crowd.connect("pump").client().publish("b", "12345").join();

        JsonNode session = rest.json("/api/sessions/away");

        assertThat(session.path("queued_messages").asInt()).isEqualTo(1);
        assertThat(session.path("queued_bytes").asInt()).isPositive();
        assertThat(session.path("subscription_count").asInt()).isEqualTo(2);
        assertThat(session.path("subscriptions").path(0).path("filter").asText())
                .isEqualTo("a/+");
    }

    @Test
    void messages_in_flight_and_the_first_that_wait_are_shown() {
        Crowd.Member slow = crowd.connect("slow", options -> options.receiveMaximum(1));
        slow.client()
                .subscribe("t", SubscribeOptions.QOS_1.acknowledgedByHand(), message -> {})
                .join();
        Crowd.Member pump = crowd.connect("pump");
        pump.client().publish("t", "1", PublishOptions.QOS_1).join();
        pump.client().publish("t", "234", PublishOptions.QOS_1).join();

        JsonNode session = rest.json("/api/sessions/slow");

        JsonNode inflight = session.path("inflight").path(0);
        assertThat(inflight.path("topic").asText()).isEqualTo("t");
        assertThat(inflight.path("state").asText()).isEqualTo("sent");
        assertThat(inflight.path("packet_id").asInt()).isPositive();
        assertThat(session.path("queue").path(0).path("bytes").asInt()).isEqualTo(3);
    }

    @Test
    void a_session_that_is_not_there_is_not_found() {
        assertThat(rest.get("/api/sessions/nobody").problem(404)).contains("nobody");
        assertThat(rest.ask("DELETE", "/api/sessions/nobody", null).problem(404))
                .contains("nobody");
        assertThat(rest.ask("POST", "/api/sessions/nobody/subscriptions", "{\"filter\": \"t\"}")
                        .problem(404))
                .contains("nobody");
        assertThat(rest.ask("DELETE", "/api/sessions/nobody/subscriptions?filter=t", null)
                        .problem(404))
                .contains("nobody");
    }

    @Test
    void a_session_is_ended_with_its_connection() {
        Crowd.Member pump = crowd.connect("pump", options -> options.sessionExpiry(Duration.ofHours(1)));

        assertThat(rest.ask("DELETE", "/api/sessions/pump", null).status()).isEqualTo(204);

        assertThat(pump.end().reason()).contains(ReasonCode.ADMINISTRATIVE_ACTION);
        assertThat(crowd.audit()).contains("\"DELETE\",\"path\":\"/api/sessions/pump\",\"status\":204}");
    }

    @Test
    void a_session_of_a_client_that_is_away_is_ended() {
        crowd.leave("away", "t");

        rest.ask("DELETE", "/api/sessions/away", null).ok();

        assertThat(rest.get("/api/sessions/away").status()).isEqualTo(404);
    }

    @Test
    void a_subscription_is_added_and_retained_messages_follow() {
        crowd.connect("pump")
                .client()
                .publish("home/bell", "kept", PublishOptions.QOS_1.retained())
                .join();
        Crowd.Member client = crowd.connect("client");

        JsonNode granted = rest.ask(
                        "POST", "/api/sessions/client/subscriptions", "{\"filter\": \"home/#\", \"qos\": 1}")
                .ok()
                .json();

        assertThat(granted.path("qos").asInt()).isEqualTo(1);
        assertThat(client.message().text()).isEqualTo("kept");
        crowd.connect("other").client().publish("home/door", "open").join();
        assertThat(client.message().text()).isEqualTo("open");
        assertThat(crowd.audit())
                .contains(
                        "\"path\":\"/api/sessions/client/subscriptions\",\"about\":\"QoS 1 to home/#\",\"status\":200}");
    }

    @Test
    void a_subscription_is_removed() {
        crowd.leave("away", "t", "home/#");

        rest.ask("DELETE", "/api/sessions/away/subscriptions?filter=home%2F%23", null)
                .ok();

        assertThat(rest.json("/api/sessions/away").path("subscription_count").asInt())
                .isEqualTo(1);
        assertThat(rest.ask("DELETE", "/api/sessions/away/subscriptions?filter=home%2F%23", null)
                        .problem(404))
                .contains("home/#");
        assertThat(crowd.audit())
                .contains("\"path\":\"/api/sessions/away/subscriptions?filter=home%2F%23\",\"status\":204}");
    }

    @Test
    void what_cannot_be_subscribed_to_is_a_problem() {
        crowd.leave("away");

        assertThat(subscribing("{\"filter\": \"a#\"}").problem(400)).contains("a#");
        assertThat(subscribing("{}").problem(400)).contains("filter");
        assertThat(subscribing("{\"filter\": \"a\\u0000\"}").problem(400)).contains("filter");
        assertThat(subscribing("{\"filter\": \"t\", \"qos\": 3}").problem(400)).contains("qos");
        assertThat(subscribing("{\"filter\": \"t\", \"retain_handling\": 3}").problem(400))
                .contains("retain_handling");
        assertThat(subscribing("{\"filter\": \"$share/g\"}").problem(400)).contains("$share");
        assertThat(subscribing("{\"filter\": \"$share/g/t\", \"no_local\": true}")
                        .problem(400))
                .contains("no_local");
        assertThat(subscribing("{\"filter\": \"" + "/".repeat(200) + "\"}").problem(400))
                .contains("levels");
        assertThat(subscribing("{\"filter\": \"t\", \"colour\": 1}").problem(400))
                .contains("colour");
        assertThat(rest.ask("DELETE", "/api/sessions/away/subscriptions", null).problem(400))
                .contains("filter");
    }

    private RestClient.Answer subscribing(String body) {
        return rest.ask("POST", "/api/sessions/away/subscriptions", body);
    }
}
