package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    @Test
    void the_reference_in_docs_is_what_the_settings_say() throws IOException {
        if (System.getProperty("reference.write") != null) {
            Files.createDirectories(REFERENCE.getParent());
            Files.writeString(REFERENCE, ConfigurationReference.text());
        }
        assertThat(REFERENCE)
                .describedAs("run this test with -Dreference.write to write it again")
                .content()
                .isEqualTo(ConfigurationReference.text());
    }
}
