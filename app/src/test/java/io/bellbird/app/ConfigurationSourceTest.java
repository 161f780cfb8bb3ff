package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationSourceTest {
    @TempDir
    private Path folder;

    private static List<ListenerConfig> webSockets(ConfigurationSource source) throws ConfigurationException {
        return source.read().broker().listeners().stream()
                .filter(listener -> listener.protocol() == Protocol.WEBSOCKETS)
                .toList();
    }

    @Test
    void without_a_file_the_page_of_the_console_and_no_other_can_connect_from_a_browser() throws Exception {
        assertThat(webSockets(ConfigurationSource.of(Optional.empty())))
                .singleElement()
                .satisfies(listener -> {
                    assertThat(listener.host()).isEqualTo("127.0.0.1");
                    assertThat(listener.port()).isEqualTo(8083);
                    assertThat(listener.required()).isFalse();
                    assertThat(listener.webSocket().origins())
                            .containsExactly("http://127.0.0.1:9883", "http://localhost:9883");
                });
    }

    @Test
    void who_names_a_port_or_a_file_gets_what_he_names() throws Exception {
        assertThat(webSockets(new ConfigurationSource(Optional.empty(), OptionalInt.of(0), false)))
                .isEmpty();
        assertThat(webSockets(ConfigurationSource.of(Optional.of(emptyFile())))).isEmpty();
    }

    private Path emptyFile() throws IOException {
        return Files.createFile(folder.resolve("bellbird.conf"));
    }
}
