package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DurabilityTableTest {
    private static final Path PAGE = Path.of("..", "docs", "durability.md");
    private static final String TITLE =
            """
            # What survives what

            <!-- Generated; to change it, change io.bellbird.app.RememberedState or DurabilityTable and run
                 mvn -pl app -am test -Dtest=DurabilityTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write
            -->

            `bellbird explain durability` prints this page.

            """;

    @Test
    void the_page_in_docs_is_what_the_command_prints() throws IOException {
        String page = TITLE + DurabilityTable.text();
        if (System.getProperty("reference.write") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .describedAs("run this test with -Dreference.write to write it again")
                .content()
                .isEqualTo(page);
    }

    @Test
    void each_state_is_a_row_with_the_classes_that_keep_it() {
        assertThat(DurabilityTable.text().lines())
                .anyMatch(row -> row.matches(
                        "\\| retained message +\\| always +\\| always +" + "\\| process, disk +\\| disk +\\|"))
                .anyMatch(
                        row -> row.matches("\\| \\$SYS topics +\\| always +\\| never +" + "\\| never +\\| never +\\|"));
    }
}
