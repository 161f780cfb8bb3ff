package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Publish;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happens in simulations: counted over all of them, and told step by step if somebody wants to read it. */
final class Course {
    /** So often each thing must happen in a test, or the test shows too little. */
    private static final int TIMES_MIN = 100;

    private final @Nullable PrintStream trace;
    private final Map<Happening, Long> counts = new EnumMap<>(Happening.class);

    /** One that only counts. */
    Course() {
        this(null);
    }

    /** @param trace where each step is told, or null */
    Course(@Nullable PrintStream trace) {
        this.trace = trace;
    }

    void count(Happening happening) {
        count(happening, 1);
    }

    void count(Happening happening, long times) {
        counts.merge(happening, times, Long::sum);
    }

    /** @param parts as of {@link String#format}, which costs nothing while nobody reads */
    void tell(String text, Object... parts) {
        if (trace != null) {
            Object[] brief = Arrays.stream(parts).map(Course::brief).toArray();
            trace.println(String.format(Locale.ROOT, text, brief));
        }
    }

    private static Object brief(Object part) {
        return part instanceof Publish publish
                ? "PUBLISH %d %s \"%s\" %s%s%s expiry=%d identifiers=%s"
                        .formatted(
                                publish.packetId(),
                                publish.topic().text(),
                                publish.payload().toUtf8(),
                                publish.qos(),
                                publish.duplicate() ? " DUP" : "",
                                publish.retain() ? " RETAIN" : "",
                                publish.properties().expiryIntervalSeconds(),
                                publish.subscriptionIdentifiers())
                : part;
    }

    /** @param wanted what must have happened often */
    void assertEnough(Set<Happening> wanted) {
        assertThat(wanted.stream().filter(happening -> counts.getOrDefault(happening, 0L) < TIMES_MIN))
                .as("what happened less than %d times: %s", TIMES_MIN, this)
                .isEmpty();
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(count -> count.getKey().name().toLowerCase(Locale.ROOT) + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
