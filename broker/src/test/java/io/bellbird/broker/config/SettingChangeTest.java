package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How two readings of a file differ. */
class SettingChangeTest {
    private static Configuration read(String text) throws ConfigurationException {
        return Configuration.parse("b.conf", text, OptionalInt.empty());
    }

    private static List<String> changes(String before, String after) throws ConfigurationException {
        return read(before).changesTo(read(after)).stream()
                .map(change -> change + (change.needsRestart() ? " (restart)" : ""))
                .toList();
    }

    @Test
    void what_says_the_same_in_other_words_has_not_changed() throws ConfigurationException {
        assertThat(changes("# a\nmax_keepalive 0\nlog_dest stderr\n", "")).isEmpty();
    }

    @Test
    void each_change_is_named_with_what_was_and_what_is() throws ConfigurationException {
        assertThat(changes("max_keepalive 5\nshards 2\n", "log_dest file /a b\nlog_type error\nshards 3\n"))
                .containsExactly(
                        "max_keepalive 5 -> 0",
                        "log_dest stderr -> file /a b",
                        "log_type error, warning, notice, information -> error",
                        "shards 2 -> 3 (restart)");
    }

    @Test
    void a_setting_of_a_listener_is_named_with_it() throws ConfigurationException {
        assertThat(changes(
                        "listener 1 127.0.0.1\nmax_qos 1\nlistener 2\n",
                        "listener 2\nmount_point m/\nlistener 1 127.0.0.1\ndurability disk\n"))
                .containsExactly(
                        "mount_point of listener 2 none -> m/ (restart)",
                        "max_qos of listener 1 127.0.0.1 1 -> 2",
                        "durability of listener 1 127.0.0.1 none -> disk");
    }

    @Test
    void listeners_come_and_go_with_a_restart() throws ConfigurationException {
        assertThat(changes("listener 1\nmax_qos 1\n", "listener 2 ::1\n"))
                .containsExactly("listener none -> 2 ::1 (restart)", "listener 1 -> none (restart)");
    }

    @Test
    void one_that_was_set_to_nothing_in_particular_had_none() throws ConfigurationException {
        assertThat(changes("", "password_file /users\n")).containsExactly("password_file none -> /users");
    }
}
