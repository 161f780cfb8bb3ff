package io.bellbird.console.rights;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever is asked for, there is an answer that is no defect. */
@Timeout(60)
class AnyRequestTest {
    private static final long SEED = 1;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD");
    private static final List<String> VALUES = List.of(
            "",
            "%00",
            "%23",
            "%2B",
            "a%2Fb",
            "%24SYS%2Fx",
            "-1",
            "99999999999999999999",
            "true",
            "%C3%28",
            "%F0%9F%90%A6",
            "..",
            "1e9",
            "null",
            "%22",
            "%7B%7D");
    private static final List<String> BODIES = List.of(
            "",
            "null",
            "{}",
            "[]",
            "[null]",
            "{\"topic\":null}",
            "{\"topic\":\"\"}",
            "{\"topic\":\"a\",\"qos\":7}",
            "[{}]",
            "1e999",
            "{\"seconds\":-1}",
            "{\"name\":[],\"scopes\":{}}",
            "{\"tiles\":[null]}",
            "{\"text\":1}",
            "{\"password\":\"\"}",
            "\u0000",
            "{\"name\":\"x\",\"scopes\":[null],\"filters\":[null]}",
            "{\"topic\":\"a\",\"user_properties\":[[]]}");

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    @Test
    void anything_is_answered_and_nothing_is_a_defect() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger("io.bellbird");
        lines.start();
        log.addAppender(lines);
        try (RestFixture broker = new RestFixture(folder)) {
            List<Question> questions =
                    Questions.ANSWERED.values().stream().flatMap(List::stream).toList();
            long end = System.nanoTime() + NANOS;
            int asked = 0;
            while (System.nanoTime() < end) {
                Question question = any(questions);
                RestClient.Answer answer = broker.rest()
                        .with("content-type", random.nextInt(8) == 0 ? "text/plain" : "application/json")
                        .with("if-match", random.nextBoolean() ? "*" : "\"x\"")
                        .unchecked(
                                question.method(),
                                question.path(),
                                question.body().getBytes(StandardCharsets.UTF_8));
                assertThat(answer.status())
                        .as(
                                "seed %s, request %s: %s with %s: %s",
                                SEED, asked, question, question.body(), answer.text())
                        .matches(status -> status < 500 || status == 503 || status == 501);
                asked++;
            }
            assertThat(asked).isGreaterThan(100);
            assertThat(bugs(broker.rest())).isZero();
        } finally {
            log.detachAppender(lines);
        }
        assertThat(Stream.of(lines.list.toArray(ILoggingEvent[]::new))
                        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                        .map(ILoggingEvent::getFormattedMessage))
                .noneMatch(line -> line.contains("defect"));
    }

    private Question any(List<Question> questions) {
        Question question = pick(questions);
        String path = question.path();
        if (random.nextInt(3) == 0) {
            path = path.replaceFirst("[^/=]+$", pick(VALUES).isEmpty() ? "x" : pick(VALUES));
        }
        if (random.nextInt(3) == 0) {
            path += (path.contains("?") ? "&" : "?")
                    + pick(List.of("limit", "after", "qos", "filter", "below", "file", "as")) + "=" + pick(VALUES);
        }
        String method = random.nextInt(4) == 0 ? pick(METHODS) : question.method();
        String body = question.body() == null || random.nextInt(3) == 0 ? pick(BODIES) : mutated(question.body());
        return Question.of(method, path, body);
    }

    private String mutated(String body) {
        int at = random.nextInt(body.length());
        return body.substring(0, at)
                + (random.nextBoolean() ? "" : (char) random.nextInt(0x80))
                + body.substring(at + 1);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static long bugs(RestClient rest) {
        for (JsonNode metric : rest.json("/api/metrics").path("metrics")) {
            if (metric.path("name").asText().equals("bellbird_bugs_total")) {
                return metric.path("samples").path(0).path("value").asLong();
            }
        }
        throw new AssertionError("there is no such metric");
    }
}
