package io.bellbird.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.Broker;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.console.Console;
import io.bellbird.console.ConsoleHost;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says, over HTTP. */
class DoctorTest {
    @TempDir
    private Path folder;

    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private Broker broker;
    private RestClient rest;

    @BeforeEach
    void start() throws Exception {
        ConsoleHost host = new ConsoleHost() {
            @Override
            public Optional<Checkup> checkup() {
                return Optional.of(DoctorTest.this::examine);
            }
        };
        Path token = folder.resolve("admin.token");
        broker = Broker.builder(BrokerConfig.ephemeral().toBuilder()
                        .adminListener(new AdminListener("127.0.0.1", 0, true))
                        .build())
                .adminToken(token)
                .adminHandler(administration -> Console.of(administration, host))
                .start();
        rest = new RestClient(
                broker.adminAddress().orElseThrow().getPort(),
                Files.readString(token).strip());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private List<Checkup.Finding> examine() throws InterruptedException {
        mayEnd.await();
        int run = runs.incrementAndGet();
        return List.of(new Checkup.Finding(
                "warning", "no-tls", "bellbird.conf:1", "passwords can be read, run " + run, List.of("listener 8883")));
    }

    @Test
    void what_is_found_is_kept_for_a_while_and_looked_for_again_on_demand() {
        mayEnd.countDown();

        JsonNode first = rest.json("/api/doctor");
        JsonNode second = rest.json("/api/doctor");
        JsonNode third = rest.json("/api/doctor?fresh=true");

        assertThat(first.at("/findings/0/mend/0").asText()).isEqualTo("listener 8883");
        assertThat(second).isEqualTo(first);
        assertThat(third.at("/findings/0/what").asText()).endsWith("run 2");
    }

    @Test
    void those_who_ask_at_the_same_time_get_the_same() {
        List<CompletableFuture<JsonNode>> asked = List.of(
                CompletableFuture.supplyAsync(() -> rest.json("/api/doctor?fresh=true")),
                CompletableFuture.supplyAsync(() -> rest.json("/api/doctor?fresh=true")));
        rest.json("/api/users"); // the admin thread does not wait
        mayEnd.countDown();

        assertThat(asked.get(0).join().at("/findings/0/kind").asText()).isEqualTo("no-tls");
        assertThat(asked.get(1).join().at("/findings/0/kind").asText()).isEqualTo("no-tls");
        assertThat(runs.get()).isBetween(1, 2);
    }

    @Test
    void a_program_without_a_doctor_says_where_to_find_one() {
        try (RestFixture without = new RestFixture(folder)) {
            assertThat(without.rest().get("/api/doctor").problem(404)).contains("bellbird doctor");
        }
    }

    @Test
    void who_has_no_token_is_refused() {
        assertThat(rest.anonymous().get("/api/doctor").status()).isEqualTo(401);
    }
}
