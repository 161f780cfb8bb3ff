package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.app.log.ProcessLog;
import io.bellbird.broker.config.LogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatalErrorsTest {
    @TempDir
    private Path folder;

    @Test
    void out_of_memory_is_one_line_that_says_what_to_do_and_the_end() throws IOException {
        List<String> lines = linesAfter(new OutOfMemoryError("Java heap space"));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains("ERROR", "out of memory", "Java heap space", "memory_limit", "BELLBIRD_JAVA_OPTS");
    }

    @Test
    void any_other_end_of_a_thread_is_a_defect_with_its_place_and_the_end() throws IOException {
        List<String> lines = linesAfter(new StackOverflowError());

        assertThat(lines.get(0)).contains("ERROR", "defect");
        assertThat(lines).anyMatch(line -> line.contains("StackOverflowError"));
    }

    private List<String> linesAfter(Throwable failure) throws IOException {
        Path file = folder.resolve("log");
        AtomicInteger ends = new AtomicInteger();
        FatalErrors errors = new FatalErrors(ProcessLog.start(LogConfig.toFile(file)), ends::incrementAndGet);

        errors.uncaughtException(Thread.currentThread(), failure);

        assertThat(ends).hasValue(1);
        return Files.readAllLines(file);
    }
}
