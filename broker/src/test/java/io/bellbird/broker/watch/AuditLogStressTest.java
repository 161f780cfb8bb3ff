package io.bellbird.broker.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several threads note events while the file is moved away and opened again. */
@Timeout(60)
class AuditLogStressTest {
    private static final int THREADS = 3;
    private static final int EVENTS = 60_000;
    private static final Pattern LOST = Pattern.compile("\"event\":\"lost\",\"count\":(\\d+)}");

    @TempDir
    private Path folder;

    @Test
    void every_event_is_in_one_of_the_files_or_counted_as_lost() throws Exception {
        // given
        Path file = folder.resolve("audit");
        AtomicInteger running = new AtomicInteger(THREADS);
        // when
        try (AuditLog audit = AuditLog.open(file, InstantSource.system())) {
            List<CompletableFuture<Void>> threads = IntStream.range(0, THREADS)
                    .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < EVENTS; i++) {
                            audit.note(AuditEvent.banEnded("192.0.2." + thread));
                        }
                        running.decrementAndGet();
                    }))
                    .toList();
            for (int moved = 0; running.get() > 0; moved++) {
                if (Files.exists(file)) {
                    Files.move(file, folder.resolve("audit." + moved));
                    audit.reopen();
                }
            }
            threads.forEach(CompletableFuture::join);
        }
        // then
        long known = 0;
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                known += known(each);
            }
        }
        assertThat(known).isEqualTo((long) THREADS * EVENTS);
    }

    private static long known(Path file) throws IOException {
        long known = 0;
        for (String line : Files.readAllLines(file)) {
            assertThat(line).startsWith("{\"time\":\"").endsWith("}");
            Matcher lost = LOST.matcher(line);
            known += lost.find() ? Long.parseLong(lost.group(1)) : 1;
        }
        return known;
    }
}
