package io.bellbird.e2e.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final int SAMPLES = 90;
    private static final int CONNECTIONS_A_SAMPLE = 500;
    private static final long MEGABYTE = 1_000_000;

    private final Random random = new Random(3);

    /** Samples that only shake, but for a heap that is this of the connections. */
    private List<Figures> samples(LongUnaryOperator heap) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(sample -> {
                    long connections = (long) sample * CONNECTIONS_A_SAMPLE;
                    return new Figures(
                            connections,
                            heap.applyAsLong(connections),
                            300 * MEGABYTE + shaking(5 * MEGABYTE),
                            100 + shaking(20),
                            30 + shaking(2),
                            10 * MEGABYTE + shaking(8 * MEGABYTE));
                })
                .toList();
    }

    private long shaking(long width) {
        return random.nextLong(width);
    }

    @Test
    void a_leak_of_a_kilobyte_in_each_connection_is_found() {
        assertThat(Growth.judge(samples(connections -> 20 * MEGABYTE + 1_000 * connections + shaking(3 * MEGABYTE))))
                .singleElement()
                .asString()
                .contains("bytes of the heap a connection, the limit is 500");
    }

    @Test
    void what_goes_up_and_down_does_not_grow() {
        assertThat(Growth.judge(samples(connections -> 20 * MEGABYTE + 1_000 * (connections % 4_000))))
                .isEmpty();
    }

    @Test
    void what_grows_in_the_beginning_alone_does_not_grow() {
        assertThat(Growth.judge(samples(connections -> Math.min(connections, 14_000) * 5_000)))
                .isEmpty();
    }

    @Test
    void one_handle_in_a_hundred_connections_is_found() {
        List<Figures> leaking = samples(connections -> MEGABYTE).stream()
                .map(figures -> new Figures(
                        figures.connections(),
                        figures.heapBytes(),
                        figures.residentBytes(),
                        figures.handles() + figures.connections() / 100,
                        figures.threads(),
                        figures.storeBytes()))
                .toList();

        assertThat(Growth.judge(leaking)).singleElement().asString().contains("open files");
    }

    @Test
    void a_few_samples_are_no_judgement() {
        List<Figures> few = samples(connections -> MEGABYTE).subList(0, 7);

        assertThatThrownBy(() -> Growth.judge(few)).hasMessageContaining("soak longer");
    }
}
