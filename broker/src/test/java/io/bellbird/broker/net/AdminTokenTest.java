package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the admin listener for more than metrics and health. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AdminTokenTest {
    private static final BrokerConfig CONFIG = BrokerConfig.ephemeral().toBuilder()
            .shards(1)
            .sysIntervalSeconds(0)
            .adminListener(new AdminListener("127.0.0.1", 0, true))
            .build();

    @TempDir
    private Path folder;

    private Path token() {
        return folder.resolve("admin.token");
    }

    private Broker start() throws BrokerStartException {
        return Broker.builder(CONFIG).adminToken(token()).start();
    }

    @Test
    void the_token_is_new_at_each_start_and_for_the_owner_of_the_file_alone() throws Exception {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Files.writeString(token(), "left behind by a broker that was killed");
            Files.writeString(folder.resolve("admin.token.new"), "and so was this");
            try (Broker broker = start()) {
                assertThat(broker.adminAddress()).isPresent();
                assertThat(Files.getPosixFilePermissions(token()))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                assertThat(Files.readString(token())).matches("[0-9a-f]{64}\n");
                tokens.add(Files.readString(token()));
            }
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
        }
        assertThat(tokens).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer x", "Basic TOKEN", "TOKEN", "Bearer TOKENx", "Bearer \u00fc"})
    void whoever_does_not_bring_the_token_is_told_where_it_is(String authorization) throws Exception {
        try (Broker broker = start()) {
            AdminHttp admin = new AdminHttp(broker, token());
            String secret = Files.readString(token()).strip();

            HttpResponse<String> answer = admin.askWith(authorization.replace("TOKEN", secret), "GET", "/bans");

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(answer.body())
                    .isEqualTo("this needs the header 'Authorization: Bearer TOKEN', with the token that is in "
                            + token() + "\n")
                    .doesNotContain(secret);
        }
    }

    @Test
    void whoever_brings_it_is_answered_and_metrics_and_health_need_none() throws Exception {
        try (LogLines log = new LogLines();
                Broker broker = start()) {
            AdminHttp admin = new AdminHttp(broker, token());
            String secret = Files.readString(token()).strip();

            assertThat(admin.ask("GET", "/bans").statusCode()).isEqualTo(200);
            assertThat(admin.askWith("bearer " + secret, "GET", "/bans").statusCode())
                    .isEqualTo(200);
            assertThat(admin.askWithoutToken("GET", "/bans").statusCode()).isEqualTo(401);
            assertThat(admin.askWithoutToken("GET", "/metrics").statusCode()).isEqualTo(200);
            assertThat(admin.askWithoutToken("GET", "/health/live").statusCode())
                    .isEqualTo(200);
            assertThat(log.rest()).noneMatch(line -> line.contains(secret));
        }
    }

    @Test
    void what_changes_something_is_no_get() throws Exception {
        try (Broker broker = start()) {
            AdminHttp admin = new AdminHttp(broker, token());

            HttpResponse<String> answer = admin.ask("GET", "/bans/lift?address=192.0.2.7");

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("POST");
            assertThat(answer.body()).isEqualTo("use POST\n");
            assertThat(admin.askWithoutToken("OPTIONS", "/bans/lift").headers().map())
                    .doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void without_a_place_for_it_nobody_has_the_token() throws Exception {
        try (Broker broker = Broker.start(CONFIG)) {
            HttpResponse<String> answer = new AdminHttp(broker, token()).askWith("Bearer null", "GET", "/bans");

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body())
                    .isEqualTo("this needs a token, and the broker has no place to leave one: give it a data folder or"
                            + " a pid_file\n");
        }
    }

    @Test
    void a_token_that_cannot_be_written_ends_the_start() throws IOException {
        Path missing = folder.resolve("missing").resolve("admin.token");

        assertThatThrownBy(() -> Broker.builder(CONFIG).adminToken(missing).start())
                .isInstanceOfSatisfying(BrokerStartException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(BrokerStartException.Kind.CONFIGURATION))
                .hasMessageContaining("cannot write the admin token " + missing);
    }
}
