package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WrittenLinesTest {

    private static Configuration read(String... lines) throws ConfigurationException {
        return Configuration.parse("b.conf", String.join("\n", lines), OptionalInt.empty());
    }

    @Test
    void a_listeners_own_line_counts_before_that_of_the_broker() throws ConfigurationException {
        Configuration configuration = read(
                "durability disk", "", "listener 1883", "max_qos 1", "listener 1884", "durability memory", "max_qos 2");
        ListenerConfig first = configuration.broker().listeners().get(0);
        ListenerConfig second = configuration.broker().listeners().get(1);

        assertThat(configuration.lines().of(first, "listener")).contains("b.conf:3");
        assertThat(configuration.lines().of(first, "max_qos")).contains("b.conf:4");
        assertThat(configuration.lines().of(first, "durability")).contains("b.conf:1");
        assertThat(configuration.lines().of(second, "durability")).contains("b.conf:6");
        assertThat(configuration.lines().of("durability")).contains("b.conf:1");
        assertThat(configuration.lines().of("max_qos")).isEmpty();
        assertThat(configuration.lines().of(second, "max_connections")).isEmpty();
    }

    @Test
    void the_default_listener_has_the_lines_that_stand_before_any_other() throws ConfigurationException {
        Configuration configuration = read("port 1883", "max_qos 1");

        assertThat(configuration.lines().of(configuration.broker().listeners().get(0), "max_qos"))
                .contains("b.conf:2");
        assertThat(configuration.lines().of("port")).contains("b.conf:1");
    }

    @Test
    void so_have_the_listeners_of_this_machine_when_none_is_written() throws ConfigurationException {
        Configuration configuration = read("max_qos 1");

        assertThat(configuration.broker().listeners())
                .allSatisfy(listener -> assertThat(configuration.lines().of(listener, "max_qos"))
                        .contains("b.conf:1"));
    }
}
