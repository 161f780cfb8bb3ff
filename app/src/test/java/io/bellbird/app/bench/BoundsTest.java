package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final long MEMORY = 1L << 30;

    @Test
    void what_this_machine_can_do_is_not_refused() {
        assertThat(new Bounds(1_024, 28_000, MEMORY).tooMuch(Loads.withClients(400, 400, 64, 20), false))
                .isEmpty();
        assertThat(new Bounds(-1, -1, MEMORY).tooMuch(Loads.withClients(4_000, 400, 64, 20), false))
                .isEmpty();
    }

    @Test
    void more_clients_than_open_files_are_refused_with_what_to_do() {
        assertThat(new Bounds(1_024, 28_000, MEMORY).tooMuch(Loads.withClients(1_000, 1_000, 64, 20), false))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("2000 clients need about 2100 open files", "may have 1024", "ulimit -n 2100"));
    }

    @Test
    void more_clients_than_ports_are_refused_but_over_a_unix_socket() {
        Bounds bounds = new Bounds(1_000_000, 1_000, MEMORY);

        assertThat(bounds.tooMuch(Loads.withClients(1_000, 1_000, 64, 20), false))
                .hasValueSatisfying(why -> assertThat(why).contains("net.ipv4.ip_local_port_range"));
        assertThat(bounds.tooMuch(Loads.withClients(1_000, 1_000, 64, 20), true))
                .isEmpty();
    }

    @Test
    void more_memory_than_there_is_is_refused() {
        assertThat(new Bounds(-1, -1, MEMORY).tooMuch(Loads.withClients(100, 1, 1 << 20, 100), false))
                .hasValueSatisfying(why -> assertThat(why).contains("--inflight"));
    }

    @Test
    void this_machine_has_bounds() {
        Bounds here = Bounds.ofThisMachine();

        assertThat(here.memoryBytes()).isPositive();
        assertThat(here.filesMax()).isNotZero();
    }
}
