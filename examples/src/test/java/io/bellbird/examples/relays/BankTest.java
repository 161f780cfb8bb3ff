package io.bellbird.examples.relays;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BankTest {
    private final List<String> clicks = new ArrayList<>();
    private final Bank bank = new Bank(new Clicking(), 17, 27, 22);

    @Test
    void the_pack_that_was_on_is_switched_off_before_the_next_one_is_switched_on() {
        bank.set("1", true);
        bank.set("3", true);
        assertThat(clicks).containsExactly("17 true", "17 false", "22 true");
        assertThat(bank.states()).isEqualTo(Map.of("1", "off", "2", "off", "3", "on"));
    }

    @Test
    void a_command_that_comes_twice_is_done_once() {
        bank.set("2", true);
        assertThat(bank.set("2", true)).isEqualTo("pack 2 is already on");
        assertThat(clicks).containsExactly("27 true");
    }

    @Test
    void switching_off_what_is_off_leaves_the_others_alone() {
        bank.set("1", true);
        assertThat(bank.set("2", false)).isEqualTo("pack 2 is already off");
        assertThat(bank.states()).containsEntry("1", "on");
    }

    @Test
    void a_pack_that_is_not_there_changes_nothing() {
        assertThat(bank.set("4", true)).isEqualTo("there is no pack 4, only [1, 2, 3]");
        assertThat(clicks).isEmpty();
    }

    /** Writes down what its relays do. */
    private final class Clicking implements Board {
        @Override
        public Relay relay(int gpio) {
            return on -> clicks.add(gpio + " " + on);
        }

        @Override
        public void close() {}
    }
}
