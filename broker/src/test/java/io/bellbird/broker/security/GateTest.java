package io.bellbird.broker.security;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the broker does not let in, whatever he can prove. */
class GateTest {
    private long now = Long.MAX_VALUE - SECONDS.toNanos(30); // overflows on the way, as such a clock may
    private final Gate gate = new Gate(() -> now);

    private static Client client(String id, String peer) {
        return new Client(id, null, peer, null);
    }

    private static final Client PUMP = client("pump", "192.0.2.7:5000");

    private void passSeconds(long seconds) {
        now += SECONDS.toNanos(seconds);
    }

    @Test
    void everybody_is_let_in_at_first() {
        assertThat(gate.refusal(PUMP)).isEmpty();
        assertThat(gate.bans()).isEmpty();
    }

    @Test
    void a_client_is_banned_for_its_time_from_wherever_it_comes() {
        gate.banClient("pump", 60);

        assertThat(gate.refusal(client("pump", "192.0.2.9:1")).map(Gate.Refusal::reason))
                .contains(ReasonCode.BANNED);
        assertThat(gate.refusal(client("other", PUMP.peer()))).isEmpty();
        passSeconds(59);
        assertThat(gate.bans()).containsExactly(new Ban("pump", null, 1));
        passSeconds(1);
        assertThat(gate.refusal(PUMP)).isEmpty();
        assertThat(gate.bans()).isEmpty();
    }

    @Test
    void an_address_is_banned_with_all_clients_and_ports() {
        gate.banAddress("192.0.2.7", 60);

        assertThat(gate.isBanned(PUMP)).isTrue();
        assertThat(gate.isBanned(client("x", "192.0.2.7:9"))).isTrue();
        assertThat(gate.isBanned(client("x", "192.0.2.8:9"))).isFalse();
    }

    @Test
    void of_ipv6_the_network_is_banned() {
        gate.banAddress("2001:db8:0:1::7", 60);

        assertThat(gate.isBanned(client("x", "[2001:db8:0:1::8]:9"))).isTrue();
        assertThat(gate.isBanned(client("x", "[2001:db8:0:2::8]:9"))).isFalse();
        assertThat(gate.liftAddress("2001:db8:0:1::9")).isTrue();
        assertThat(gate.bans()).isEmpty();
    }

    @Test
    void a_ban_is_lifted_once() {
        gate.banClient("pump", 60);

        assertThat(gate.liftClient("pump")).isTrue();
        assertThat(gate.liftClient("pump")).isFalse();
        assertThat(gate.isBanned(PUMP)).isFalse();
    }

    @Test
    void a_later_ban_replaces_an_earlier_one() {
        gate.banClient("pump", 600);
        gate.banClient("pump", 60);

        assertThat(gate.bans()).containsExactly(new Ban("pump", null, 60));
    }

    @Test
    void bans_are_limited_and_those_that_have_ended_make_room() {
        for (int i = 0; i < Gate.BANS_MAX; i++) {
            assertThat(gate.banClient("c" + i, 60)).isPresent();
        }
        assertThat(gate.banClient("one more", 60)).isEmpty();
        assertThat(gate.banClient("c0", 90)).isPresent();
        passSeconds(60);
        assertThat(gate.banClient("one more", 60)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7", "2001:db8::1, 2001:db8:0:0::/64", "2001:db8:0:1::/64, 2001:db8:0:1::/64"})
    void addresses_have_one_name(String address, String name) {
        assertThat(Gate.nameOf(address)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pump",
                "192.0.2.256",
                "192.0.2",
                "127.0.0.1",
                "::1",
                "192.0.2.7:1883",
                "unix:/x",
                ":::",
                "1::2::3"
            })
    void what_is_no_address_of_others_cannot_be_banned(String address) {
        assertThat(Gate.nameOf(address)).isEmpty();
    }

    @Test
    void while_it_is_drained_nobody_is_let_in() {
        gate.drain(20);
        passSeconds(5);

        assertThat(gate.refusal(PUMP).map(Gate.Refusal::reason)).contains(ReasonCode.USE_ANOTHER_SERVER);
        assertThat(gate.draining().map(Gate.Drain::secondsSince)).contains(5L);
        assertThat(gate.open()).isTrue();
        assertThat(gate.open()).isFalse();
        assertThat(gate.refusal(PUMP)).isEmpty();
    }
}
