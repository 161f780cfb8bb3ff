package io.bellbird.console.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.config.Configuration;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.SettingChange;
import io.bellbird.broker.config.SettingValue;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationEndpointsTest {
    private static final String STARTED = "listener 1883 127.0.0.1\nmax_keepalive 60\nshards 2\n";

    @TempDir
    private Path folder;

    private final TextConfiguration process = new TextConfiguration();
    private @Nullable RestFixture fixture;

    private RestClient rest() {
        if (fixture == null) {
            fixture = new RestFixture(folder, settings -> settings, Optional.of(process));
        }
        return fixture.rest();
    }

    @AfterEach
    void stop() {
        if (fixture != null) {
            fixture.close();
        }
    }

    /** A process whose configuration is a text. */
    private static final class TextConfiguration implements RunningConfiguration {
        private final Configuration started = read(STARTED);
        private Configuration last = started;
        private String text = STARTED;
        private Optional<String> file = Optional.of("b.conf");
        private Optional<Reload> lastReload = Optional.empty();

        private static Configuration read(String text) {
            try {
                return parse(text);
            } catch (ConfigurationException e) {
                throw new AssertionError(e);
            }
        }

        private static Configuration parse(String text) throws ConfigurationException {
            return Configuration.parse("b.conf", text, OptionalInt.empty());
        }

        @Override
        public Optional<String> file() {
            return file;
        }

        @Override
        public List<SettingValue> settings() {
            return last.settings();
        }

        @Override
        public List<SettingChange> waiting() {
            return started.changesTo(last).stream()
                    .filter(SettingChange::needsRestart)
                    .toList();
        }

        @Override
        public Check check(Optional<String> other) {
            try {
                Configuration read = parse(other.orElse(text));
                return new Check(List.of(), read.warnings(), read.notices(), last.changesTo(read));
            } catch (ConfigurationException wrong) {
                return new Check(wrong.errors(), List.of(), List.of(), List.of());
            }
        }

        @Override
        public CompletionStage<Reload> reload() {
            Reload came;
            try {
                Configuration read = parse(text);
                came = new Reload(Instant.EPOCH, List.of(), read.warnings(), last.changesTo(read));
                last = read;
            } catch (ConfigurationException wrong) {
                came = new Reload(Instant.EPOCH, wrong.errors(), List.of(), List.of());
            }
            lastReload = Optional.of(came);
            return CompletableFuture.completedFuture(came);
        }

        @Override
        public Optional<Reload> lastReload() {
            return lastReload;
        }
    }

    private JsonNode setting(String name) {
        return StreamSupport.stream(
                        rest().json("/api/configuration").path("settings").spliterator(), false)
                .filter(setting -> setting.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_setting_has_its_value_and_where_it_is_written() {
        JsonNode written = setting("max_keepalive");

        assertThat(written.path("value").asText()).isEqualTo("60");
        assertThat(written.path("by_default").asText()).isEqualTo("0");
        assertThat(written.path("place").asText()).isEqualTo("b.conf:2");
        assertThat(written.path("effect").asText()).isEqualTo("new_connections");
        assertThat(written.path("description").asText()).isNotEmpty();
        assertThat(setting("max_inflight_messages").has("place")).isFalse();
        assertThat(setting("max_qos").path("listener").asText()).isEqualTo("1883 127.0.0.1");
        assertThat(setting("password_file").has("value")).isFalse();
    }

    @Test
    void a_configuration_is_checked_and_changes_nothing() {
        process.text = "max_keepalive 5\n";

        JsonNode same =
                rest().ask("POST", "/api/configuration/check", null).ok().json();
        JsonNode wrong = rest().ask(
                        "POST", "/api/configuration/check", "{\"text\": \"max_keepalive x\\nnonsense 1\\n\"}")
                .ok()
                .json();

        assertThat(same.path("valid").asBoolean()).isTrue();
        assertThat(same.path("changes").findValuesAsText("name")).contains("max_keepalive");
        assertThat(wrong.path("valid").asBoolean()).isFalse();
        JsonNode first = wrong.path("errors").path(0);
        assertThat(first.path("file").asText()).isEqualTo("b.conf");
        assertThat(first.path("line").asInt()).isEqualTo(1);
        assertThat(first.path("text").asText()).contains("max_keepalive is 'x': use ");
        assertThat(wrong.path("errors")).hasSize(2);
        assertThat(setting("max_keepalive").path("value").asText()).isEqualTo("60");
    }

    @Test
    void a_reload_says_what_changed_and_what_waits_for_a_restart() throws IOException {
        process.text = STARTED.replace("60", "61").replace("shards 2", "shards 3");

        JsonNode answer =
                rest().ask("POST", "/api/configuration/reload", null).ok().json();

        assertThat(answer.path("changes").findValuesAsText("name")).containsExactly("max_keepalive", "shards");
        assertThat(answer.path("waiting_for_restart").findValuesAsText("after")).containsExactly("3");
        assertThat(setting("shards").path("value").asText()).isEqualTo("2");
        assertThat(setting("shards").path("after_restart").asText()).isEqualTo("3");
        assertThat(setting("max_keepalive").path("value").asText()).isEqualTo("61");
        assertThat(rest().json("/api/status").path("attention").findValuesAsText("what"))
                .contains("A setting that was changed counts after a restart.");
    }

    @Test
    void a_reload_of_what_is_wrong_is_a_problem_with_each_error() {
        process.text = "max_keepalive x\n";

        RestClient.Answer answer = rest().ask("POST", "/api/configuration/reload", null);

        assertThat(answer.problem(422)).contains("stays in force");
        assertThat(answer.json().path("errors").path(0).path("line").asInt()).isEqualTo(1);
        assertThat(rest().json("/api/status").path("attention").findValuesAsText("what"))
                .contains("The last reload failed, and the configuration before it stays in force.");
    }

    @Test
    void without_a_file_nothing_is_read_again() {
        process.file = Optional.empty();

        assertThat(rest().ask("POST", "/api/configuration/reload", null).problem(409))
                .contains("started without -c FILE");
    }

    @Test
    void a_broker_within_a_program_has_no_configuration_to_see() {
        fixture = new RestFixture(folder);

        assertThat(rest().ask("GET", "/api/configuration", null).problem(404)).contains("part of a program");
        assertThat(rest().ask("POST", "/api/configuration/check", null).problem(404))
                .contains("part of a program");
        assertThat(rest().ask("POST", "/api/configuration/reload", null).problem(404))
                .contains("part of a program");
    }

    @Test
    void nobody_without_a_name_sees_it() {
        RestClient nobody = rest().anonymous();

        assertThat(nobody.get("/api/configuration").status()).isEqualTo(401);
        assertThat(nobody.ask("POST", "/api/configuration/check", null).status())
                .isEqualTo(401);
        assertThat(nobody.ask("POST", "/api/configuration/reload", null).status())
                .isEqualTo(401);
    }
}
