package io.bellbird.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.console.RestFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @TempDir
    private Path folder;

    @Test
    void the_document_has_each_operation_and_no_other() {
        try (RestFixture broker = new RestFixture(folder)) {
            assertThat(new Contract().operations())
                    .containsExactlyInAnyOrderElementsOf(broker.console().operations());
        }
    }
}
