package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PacketIdsTest {
    private final PacketIds packetIds = new PacketIds();

    @Test
    void ids_ascend_from_1_even_when_earlier_ones_are_free_again() {
        assertThat(packetIds.next(id -> true)).isEqualTo(1);
        assertThat(packetIds.next(id -> true)).isEqualTo(2);
        assertThat(packetIds.next(id -> true)).isEqualTo(3);
    }

    @Test
    void ids_in_use_are_left_out() {
        Set<Integer> used = Set.of(1, 2, 4);

        assertThat(packetIds.next(id -> !used.contains(id))).isEqualTo(3);
        assertThat(packetIds.next(id -> !used.contains(id))).isEqualTo(5);
    }

    @Test
    void after_65535_comes_1() {
        for (int i = 1; i < 65_535; i++) {
            packetIds.next(id -> true);
        }

        assertThat(packetIds.next(id -> true)).isEqualTo(65_535);
        assertThat(packetIds.next(id -> true)).isEqualTo(1);
    }

    @Test
    void the_last_free_id_is_found_wherever_it_is() {
        packetIds.next(id -> true);
        packetIds.next(id -> true);

        assertThat(packetIds.next(id -> id == 2)).isEqualTo(2);
        assertThat(packetIds.next(id -> id == 65_535)).isEqualTo(65_535);
        assertThat(packetIds.next(id -> id == 65_535)).isEqualTo(65_535);
    }

    @Test
    void when_all_are_in_use_somebody_did_not_count() {
        assertThatIllegalStateException().isThrownBy(() -> packetIds.next(id -> false));
    }
}
