package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.LogType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another log again and again, with other places and kinds of lines, while two threads log. */
@Timeout(60)
class ProcessLogStressTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.bellbird.stress");
    private static final int CHANGES = 300;

    @TempDir
    private Path folder;

    private final AtomicBoolean done = new AtomicBoolean();

    /** Waits every now and then, so that none of its lines has to be dropped. */
    private long logUntilDone(String name) {
        long count = 0;
        while (!done.get()) {
            OURS.error("{} {}", name, count++);
            if (count % 64 == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        return count;
    }

    private LogConfig config(int i) {
        return LogConfig.toFile(folder.resolve("log." + i % 7))
                .withTypes(i % 2 == 0 ? Set.of(LogType.ERROR) : EnumSet.allOf(LogType.class));
    }

    @Test
    void every_line_is_written_once_and_whole() throws Exception {
        ProcessLog log = ProcessLog.start(config(0));
        CompletableFuture<Long> one = CompletableFuture.supplyAsync(() -> logUntilDone("one"));
        CompletableFuture<Long> two = CompletableFuture.supplyAsync(() -> logUntilDone("two"));
        try {
            for (int i = 1; i <= CHANGES; i++) {
                try (ProcessLog.Change change = log.prepare(config(i))) {
                    if (i % 5 != 0) {
                        change.apply();
                    }
                }
                OURS.error("change {}", i);
            }
        } finally {
            done.set(true);
        }
        long expected = one.get() + two.get() + CHANGES;
        log.close();

        List<String> lines = writtenLines();
        assertThat(lines).hasSize((int) expected).allMatch(line -> line.matches("\\S+ ERROR (one|two|change) \\d+"));
        assertThat(new HashSet<>(
                        lines.stream().map(line -> line.split(" ", 3)[2]).toList()))
                .hasSize((int) expected);
    }

    private List<String> writtenLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Path file = folder.resolve("log." + i);
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
