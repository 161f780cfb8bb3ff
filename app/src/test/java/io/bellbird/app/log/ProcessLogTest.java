package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.LogConfig;
import io.bellbird.broker.config.LogType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ProcessLogTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.bellbird.broker.x");
    private static final Logger LIBRARY = LoggerFactory.getLogger("io.netty.x");

    @TempDir
    private Path folder;

    @Test
    void by_default_debug_lines_and_single_subscriptions_are_not_written() throws IOException {
        assertThat(written(LogType.defaults()))
                .containsExactly("ERROR error", "WARN warning", "NOTICE notice", "INFO information", "WARN library");
    }

    @Test
    void each_kind_of_line_can_be_had_alone() throws IOException {
        assertThat(written(Set.of(LogType.SUBSCRIBE))).containsExactly("SUBSCRIBE subscribe");
        assertThat(written(Set.of(LogType.DEBUG))).containsExactly("DEBUG debug");
        assertThat(written(Set.of(LogType.NOTICE))).containsExactly("NOTICE notice");
        assertThat(written(Set.of())).isEmpty();
    }

    @Test
    void what_nobody_wants_is_not_even_made() throws IOException {
        whileLogging(LogType.defaults(), () -> assertThat(OURS.isDebugEnabled()).isFalse());
        whileLogging(
                Set.of(LogType.ERROR), () -> assertThat(OURS.isInfoEnabled()).isFalse());
        whileLogging(Set.of(), () -> assertThat(OURS.isErrorEnabled()).isFalse());
    }

    private List<String> written(Set<LogType> types) throws IOException {
        Path file = whileLogging(types, () -> {
            OURS.error("error");
            OURS.warn("warning");
            OURS.info(LogType.NOTICE.marker(), "notice");
            OURS.info("information");
            OURS.debug("debug");
            OURS.info(LogType.SUBSCRIBE.marker(), "subscribe");
            LIBRARY.warn("library");
            LIBRARY.info("library");
        });
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" ", 2)[1])
                .toList();
    }

    private Path whileLogging(Set<LogType> types, Runnable body) throws IOException {
        Path file = folder.resolve("log");
        Files.deleteIfExists(file);
        ProcessLog log = ProcessLog.start(LogConfig.toFile(file).withTypes(types));
        body.run();
        log.close();
        return file;
    }
}
