package io.bellbird.broker.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditLogTest {
    private static final Path PAGE = Path.of("..", "docs", "audit.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*?) \\| .+ \\|$");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^\\{\"time\":\"[^\"]+\",\"event\":\"(\\w+)\"(.*)}$");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T01:20:04.123Z"));

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("audit.log");
    }

    @Test
    void an_event_is_a_line_of_json() throws Exception {
        try (AuditLog audit = AuditLog.open(file(), CLOCK)) {
            audit.note(AuditEvent.connected(
                    new AuditEvent.Peer("c\"1\n\u202e", null, "192.0.2.7:1", "1883"), MqttVersion.V5));
            audit.note(AuditEvent.reloaded(""));
        }

        assertThat(Files.readAllLines(file()))
                .containsExactly(
                        "{\"time\":\"2026-11-22T01:20:04.123Z\",\"event\":\"connected\",\"client\":\"c\\u00221\\u000a\\u202e\","
                                + "\"address\":\"192.0.2.7:1\",\"listener\":\"1883\",\"version\":\"V5\"}",
                        "{\"time\":\"2026-11-22T01:20:04.123Z\",\"event\":\"reloaded\",\"accepted\":true}");
    }

    @Test
    void long_names_are_whole() throws Exception {
        String name = "n".repeat(5_000);
        try (AuditLog audit = AuditLog.open(file(), CLOCK)) {
            audit.note(AuditEvent.refused(
                    "publish", new AuditEvent.Peer(name, name, "a", ""), name, ReasonCode.NOT_AUTHORIZED, name));
        }

        assertThat(Files.readString(file())).hasSizeGreaterThan(4 * name.length());
    }

    @Test
    void the_file_is_for_its_owner_alone_and_goes_on_where_it_ended() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (AuditLog audit = AuditLog.open(file(), CLOCK)) {
                audit.note(AuditEvent.stopped());
            }
        }

        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void what_is_noted_after_reopening_is_in_the_file_that_has_the_name_now() throws Exception {
        Path moved = folder.resolve("audit.log.1");
        try (AuditLog audit = AuditLog.open(file(), CLOCK)) {
            audit.note(AuditEvent.banEnded("before"));
            while (Files.size(file()) == 0) {
                Thread.onSpinWait();
            }
            Files.move(file(), moved);
            audit.reopen();
            audit.note(AuditEvent.banEnded("after"));
        }

        assertThat(Files.readString(moved)).contains("before").doesNotContain("after");
        assertThat(Files.readString(file())).contains("after").doesNotContain("before");
    }

    @Test
    void a_file_that_cannot_be_opened_again_leaves_that_of_before() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path gone = folder.resolve("gone");
        try (AuditLog audit = AuditLog.open(inner.resolve("audit"), CLOCK)) {
            Files.move(inner, gone);
            audit.reopen();
            audit.note(AuditEvent.banEnded("after"));
        }

        assertThat(Files.readString(gone.resolve("audit"))).contains("after");
    }

    @Test
    void events_that_cannot_be_written_are_counted() throws Exception {
        try (AuditLog audit = AuditLog.open(Path.of("/dev/full"), CLOCK)) {
            audit.note(AuditEvent.stopped());
            audit.note(AuditEvent.stopped());

            while (audit.lostCount() < 2) {
                Thread.onSpinWait();
            }
            assertThat(audit.lostCount()).isEqualTo(2);
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_said_at_once() {
        assertThatThrownBy(() -> AuditLog.open(folder.resolve("missing").resolve("audit"), CLOCK))
                .isInstanceOf(IOException.class);
    }

    // The page

    @Test
    void the_page_lists_every_event_with_its_fields() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        String page = Files.readString(PAGE);
        ROW.matcher(page.substring(0, page.indexOf("\n## ")))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));
        Map<String, String> known = new TreeMap<>();
        for (AuditEvent.Kind kind : AuditEvent.Kind.values()) {
            known.put(
                    kind.word(),
                    kind.fields().stream().map(field -> "`" + field + "`").collect(Collectors.joining(", ")));
        }

        assertThat(documented).isEqualTo(known);
    }

    @Test
    void the_page_has_an_example_of_every_event() throws IOException {
        Map<String, String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (one, other) -> one));

        assertThat(examples.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AuditEvent.Kind.values())
                        .map(AuditEvent.Kind::word)
                        .toList());
        for (AuditEvent.Kind kind : AuditEvent.Kind.values()) {
            assertThat(kind.fields())
                    .as(kind.word())
                    .containsSubsequence(Pattern.compile(",\"(\\w+)\":")
                            .matcher(examples.get(kind.word()))
                            .results()
                            .map((MatchResult field) -> field.group(1))
                            .toList());
        }
    }
}
