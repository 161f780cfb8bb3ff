package io.bellbird.console.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.http.RestClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shared groups and listeners, over HTTP; and who may see anything of it. */
class GroupEndpointsTest extends ClientsSuite {
    @Test
    void a_group_is_shown_with_its_members_and_what_waits() {
        crowd.leave("one", "$share/g/jobs/#");
        crowd.leave("two", "$share/g/jobs/#");
        Crowd.Member pump = crowd.connect("pump");
        pump.client().publish("jobs/1", "x").join();
        pump.client().publish("jobs/2", "x").join();

        JsonNode group = rest.json("/api/groups").path("groups").path(0);

        assertThat(group.path("group").asText()).isEqualTo("$share/g/jobs/#");
        assertThat(group.path("name").asText()).isEqualTo("g");
        assertThat(group.path("filter").asText()).isEqualTo("jobs/#");
        assertThat(group.path("waiting_messages").asInt()).isEqualTo(2);
        assertThat(group.path("waiting_bytes").asInt()).isPositive();
        assertThat(group.path("member_count").asInt()).isEqualTo(2);
        assertThat(group.path("members").path(0).path("client").asText()).isEqualTo("one");
        assertThat(group.path("members").path(0).path("connected").asBoolean()).isFalse();
    }

    @Test
    void groups_are_listed_page_by_page() {
        crowd.leave("one", "$share/a/t", "$share/b/t", "$share/c/t");

        JsonNode first = rest.json("/api/groups?limit=2");
        JsonNode second =
                rest.json("/api/groups?limit=2&after=" + first.path("next").asText());

        assertThat(first.path("groups")).hasSize(2);
        assertThat(second.path("groups").path(0).path("name").asText()).isEqualTo("c");
        assertThat(second.has("next")).isFalse();
        assertThat(rest.get("/api/groups?limit=x").problem(400)).contains("limit");
    }

    @Test
    void listeners_are_shown_with_their_connections() {
        crowd.connect("pump");

        JsonNode listener = rest.json("/api/listeners").path("listeners").path(0);

        int port = crowd.broker().broker().port();
        assertThat(listener.path("port").asInt()).isEqualTo(port);
        assertThat(listener.path("address").asText()).isEqualTo("127.0.0.1:" + port);
        assertThat(listener.path("protocol").asText()).isEqualTo("mqtt");
        assertThat(listener.path("tls").asBoolean()).isFalse();
        assertThat(listener.path("connections").asInt()).isEqualTo(1);
        assertThat(listener.has("origins")).isFalse();
    }

    @Test
    void who_has_no_right_sees_nothing_and_changes_nothing() {
        crowd.connect("pump");
        RestClient nobody = rest.anonymous();

        Stream.of("/api/clients", "/api/clients/pump", "/api/clients/pump/trace", "/api/sessions/pump", "/api/groups")
                .forEach(path -> nobody.get(path).problem(401));
        Stream.of("/api/bans", "/api/drain").forEach(path -> nobody.get(path).problem(401));
        nobody.get("/api/listeners").ok(); // where one connects
        Stream.of("/api/clients/pump/disconnect", "/api/clients/pump/ban", "/api/bans", "/api/drain")
                .forEach(path -> nobody.ask("POST", path, "{}").problem(401));
        nobody.ask("POST", "/api/sessions/pump/subscriptions", "{}").problem(401);
        Stream.of(
                        "/api/sessions/pump",
                        "/api/sessions/pump/subscriptions?filter=t",
                        "/api/bans?client=pump",
                        "/api/drain")
                .forEach(path -> nobody.ask("DELETE", path, null).problem(401));
        assertThat(rest.json("/api/clients/pump")
                        .path("session")
                        .path("connected")
                        .asBoolean())
                .isTrue();
    }
}
