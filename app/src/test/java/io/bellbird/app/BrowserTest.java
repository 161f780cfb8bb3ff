package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrowserTest {
    @Test
    void each_system_has_its_own_way() {
        assertThat(Browser.commands("Mac OS X", Map.of())).containsExactly(List.of("open"));
        assertThat(Browser.commands("Windows 11", Map.of()).get(0)).startsWith("rundll32");
        assertThat(Browser.commands("Linux", Map.of("DISPLAY", ":0")).get(0)).containsExactly("xdg-open");
    }

    @Test
    void without_a_screen_there_is_none_unless_one_is_named() {
        assertThat(Browser.commands("Linux", Map.of())).isEmpty();
        assertThat(Browser.commands("Linux", Map.of("BROWSER", "w3m -no-cookie")))
                .containsExactly(List.of("w3m", "-no-cookie"));
    }
}
