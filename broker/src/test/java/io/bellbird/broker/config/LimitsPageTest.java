package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/limits.md says the same as the settings. */
class LimitsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "limits.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[`(\\w+)`]\\(configuration\\.md#\\1\\) \\| `(.+?)` \\|");
    private static final Pattern LIMIT =
            Pattern.compile("(global_)?max_(?!qos).*|.*_limit|.*_(max|min)|queue_full_policy|.*_client_expiration");

    @Test
    void every_limit_stands_in_the_page_with_its_default() throws IOException {
        Map<String, String> limits = new TreeMap<>();
        for (Setting<?> setting : Settings.all()) {
            if (LIMIT.matcher(setting.name()).matches()) {
                limits.put(setting.name(), shownDefault(setting));
            }
        }

        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            rows.put(row.group(1), row.group(2));
        }

        assertThat(rows).isEqualTo(limits);
    }

    private static <T> String shownDefault(Setting<T> setting) {
        return setting.type().show(setting.byDefault());
    }
}
