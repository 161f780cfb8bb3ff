package io.bellbird.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/rest.md lists what can be asked for. */
class RestPageTest {
    private static final Path PAGE = Path.of("..", "docs", "rest.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z]+) (/api/[^`]+)` \\| (?:`(read|publish|admin)`|none) \\|");

    @TempDir
    private Path folder;

    private RestFixture broker;

    /** @param scope empty when everybody may */
    private record Row(String method, String path, String scope) {
        String operation() {
            return method + " " + path;
        }

        /** Else it would be a stream to whoever may have it. */
        boolean endsAtOnce() {
            return scope.equals("admin") || !path.endsWith("/stream");
        }
    }

    @BeforeEach
    void start() {
        broker = new RestFixture(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> new Row(row.group(1), row.group(2), row.group(3) == null ? "" : row.group(3)))
                .toList();
    }

    @Test
    void the_page_has_a_row_for_each_operation_and_for_no_other() throws IOException {
        assertThat(rows().stream().map(Row::operation))
                .containsExactlyInAnyOrderElementsOf(broker.console().operations());
    }

    @Test
    void what_the_page_says_is_for_admins_is_for_nobody_else() throws IOException {
        RestClient anonymous = broker.rest().anonymous();
        for (Row row : rows()) {
            if (row.endsAtOnce()) {
                RestClient.Answer answer =
                        anonymous.unchecked(row.method(), row.path().replaceAll("[{}]", ""));
                assertThat(answer.text().contains("scope 'admin'"))
                        .as(row.operation())
                        .isEqualTo(row.scope().equals("admin"));
            }
        }
    }
}
