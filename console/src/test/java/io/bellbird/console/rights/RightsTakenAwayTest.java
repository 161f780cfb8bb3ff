package io.bellbird.console.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.console.http.EventReader;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who loses a right by a reload loses it in what he has open as well. */
@Timeout(60)
class RightsTakenAwayTest {
    @TempDir
    private Path folder;

    private Vault vault;

    @BeforeEach
    void start() throws IOException {
        vault = new Vault(folder);
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann by basic", "ann by cookie"})
    void what_is_published_after_a_reload_does_not_come_any_more(String words) throws Exception {
        RestClient ann = vault.who(words);
        try (EventReader live = ann.events("/api/stream?filter=%23");
                EventReader tree = ann.events("/api/tree/stream?below=");
                EventReader watching = vault.carol().events("/api/stream?filter=rooms/%23&retained=false")) {
            assertThat(live.next("message").path("payload").asText()).isEqualTo("tea");
            tree.next("nodes");
            watching.next("live");

            vault.reload("topic read hall/#");
            vault.publishBoth("cake");
            vault.broker()
                    .rest()
                    .ask("POST", "/api/publish", "{\"topic\":\"hall/clock\",\"payload\":\"noon\"}")
                    .ok();

            assertThat(live.next("message").path("payload").asText()).isEqualTo("noon");
            vault.close();
            assertThat(tree.rest()).doesNotContain("cake", Vault.ABOVE);
            assertThat(live.rest()).doesNotContain("cake", Vault.PAYLOAD);
            assertThat(watching.rest()).contains("cake");
        }
    }

    @Test
    void answers_follow_a_reload_at_once() throws Exception {
        RestClient ann = vault.cookie("ann");
        assertThat(ann.json("/api/history?topic=rooms/kitchen").path("messages"))
                .isNotEmpty();

        vault.reload("topic write rooms/#");

        assertThat(ann.get("/api/history?topic=rooms/kitchen").problem(403)).contains("ann");
        assertThat(ann.get("/api/topics/rooms/kitchen").status()).isEqualTo(403);
        assertThat(ann.json("/api/retained").path("messages")).isEmpty();
        assertThat(ann.json("/api/tree").path("nodes")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol by basic", "carol by cookie"})
    void the_streams_of_administrators_end_with_their_role(String words) throws Exception {
        RestClient carol = vault.who(words);
        try (EventReader trace = carol.events("/api/clients/vault-keeper/trace");
                EventReader graph = carol.events("/api/graph/stream")) {
            trace.next("tracing");
            graph.next();

            vault.broker()
                    .broker()
                    .reload(vault.broker().broker().config().toBuilder()
                            .adminUsers(Set.of())
                            .build());
            vault.publishBoth("cake");

            assertThat(trace.rest()).doesNotContain(Vault.TOPIC);
            assertThat(graph.rest()).doesNotContain(Vault.TOPIC);
        }
    }
}
