package io.bellbird.client.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, mqtt://localhost:1883",
        "localhost:1884, mqtt://localhost:1884",
        "mqtt://localhost, mqtt://localhost:1883",
        "MQTT://localhost, mqtt://localhost:1883",
        "tcp://localhost:1, mqtt://localhost:1",
        "mqtts://h, mqtts://h:8883",
        "ssl://h, mqtts://h:8883",
        "ws://h, ws://h:80/mqtt",
        "ws://h/, ws://h:80/",
        "wss://h:1/a%20b?c=d, wss://h:1/a%20b?c=d",
        "mqtt://[::1]:5, mqtt://[::1]:5",
        "mqtt://my_broker:5, mqtt://my_broker:5",
        "my_broker, mqtt://my_broker:1883",
        "mqtt+unix:///run/b.sock, mqtt+unix:///run/b.sock",
        "unix:///run/b.sock, mqtt+unix:///run/b.sock",
    })
    void address_is_written_in_full(String text, String full) {
        assertThat(Endpoint.of(text)).hasToString(full);
        assertThat(Endpoint.of(full)).isEqualTo(Endpoint.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mqtt://",
                "http://h",
                "mqtt://h:0",
                "mqtt://h:65536",
                "mqtt://h:-1",
                "mqtt://me:pw@h",
                "mqtt://me@h",
                "mqtt://a b",
                "mqtt+unix://",
                "mqtt://h:x",
                "mqtt://me@my_broker",
                "::1"
            })
    void what_is_no_address_is_refused_with_advice(String text) {
        assertThatThrownBy(() -> Endpoint.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mqtt://host:1883")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pw"));
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt://a:5, b, mqtt://b:5",
        "mqtt://a:5, b:6, mqtt://b:6",
        "wss://a:5/x, b, wss://b:5/x",
        "mqtts://a:5, mqtts://b:6, mqtts://b:6",
        "mqtt://a:5, [::1]:6, mqtt://[::1]:6",
        "mqtt://a:5, [::1], mqtt://[::1]:5",
    })
    void broker_that_another_one_names_is_reached_in_the_same_way(String from, String reference, String named) {
        assertThat(Endpoint.of(from).elsewhere(reference)).hasToString(named);
    }

    @Test
    void broker_that_is_named_cannot_lead_to_where_it_is_less_safe() {
        assertThatThrownBy(() -> Endpoint.of("mqtts://a").elsewhere("mqtt://b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mqtts");
    }
}
