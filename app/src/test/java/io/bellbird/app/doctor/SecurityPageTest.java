package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/security.md lists what the doctor finds. */
class SecurityPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (error|warning|note) \\|");

    @Test
    void the_page_has_a_row_for_each_kind_of_finding_in_the_same_order() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "security.md"));

        List<String> rows = ROW.matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .isEqualTo(Arrays.stream(Kind.values())
                        .map(kind -> kind.id() + " " + kind.severity().word())
                        .toList());
    }
}
