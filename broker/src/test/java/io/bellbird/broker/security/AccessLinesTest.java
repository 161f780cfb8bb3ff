package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLinesTest {
    @TempDir
    private Path folder;

    private AccessLines read(String... lines) throws IOException, ConfigurationException {
        return AccessLines.read(Files.write(folder.resolve("acl"), List.of(lines)));
    }

    @Test
    void the_rules_are_told_by_whom_they_are_for() throws IOException, ConfigurationException {
        AccessLines lines = read(
                "topic read weather/#",
                "role keeper",
                "topic write barn/#",
                "user ann",
                "role keeper",
                "user bob",
                "topic deny safe",
                "pattern read mail/%u");

        assertThat(lines.anonymous()).extracting(AccessRule::filter).containsExactly("weather/#");
        assertThat(lines.patterns()).singleElement().satisfies(rule -> assertThat(AccessLines.isOfClient(rule))
                .isTrue());
        assertThat(lines.users().keySet()).containsExactly("ann", "bob");
        assertThat(lines.users().get("ann")).isEmpty();
        assertThat(lines.roles().keySet()).containsExactly("keeper");
        assertThat(lines.all())
                .extracting(AccessRule::filter)
                .containsExactly("weather/#", "mail/%u", "safe", "barn/#");
        assertThat(lines.rolesOf()).containsOnlyKeys("ann").containsEntry("ann", List.of("keeper"));
        assertThat(lines.anonymous().get(0).line()).isEqualTo(1);
        assertThat(lines.anonymous().get(0).file())
                .isEqualTo(folder.resolve("acl").toString());
        assertThat(lines.anonymous().get(0).access()).isEqualTo("read");
        assertThat(lines.anonymous().get(0).allowsReading()).isTrue();
        assertThat(lines.anonymous().get(0).allowsWriting()).isFalse();
    }

    @Test
    void a_file_with_a_mistake_is_not_told() {
        assertThatThrownBy(() -> read("topc a"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("acl:1:");
    }
}
