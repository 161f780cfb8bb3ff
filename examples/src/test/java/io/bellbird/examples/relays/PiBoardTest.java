package io.bellbird.examples.relays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the pins that Pi4J has for machines without any. */
final class PiBoardTest {
    private static final String MADE_UP_PINS = "mock-digital-output";

    private final Context pi4j = Pi4J.newAutoContext();

    @AfterEach
    void end() {
        pi4j.shutdown();
    }

    @Test
    void a_relay_is_off_until_it_is_switched_on() {
        Relay relay = new PiBoard(pi4j, MADE_UP_PINS, false).relay(17);
        assertThat(pin(17)).isEqualTo(DigitalState.LOW);
        relay.set(true);
        assertThat(pin(17)).isEqualTo(DigitalState.HIGH);
        relay.set(false);
        assertThat(pin(17)).isEqualTo(DigitalState.LOW);
    }

    @Test
    void a_relay_that_is_active_low_is_on_at_0_volts() {
        Relay relay = new PiBoard(pi4j, MADE_UP_PINS, true).relay(17);
        assertThat(pin(17)).isEqualTo(DigitalState.HIGH);
        relay.set(true);
        assertThat(pin(17)).isEqualTo(DigitalState.LOW);
    }

    @Test
    void closing_the_board_switches_its_relays_off() {
        PiBoard board = new PiBoard(pi4j, MADE_UP_PINS, false);
        board.relay(17).set(true);
        DigitalOutput pin = pi4j.io("gpio17");
        board.close();
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void a_pin_that_cannot_be_had_is_named_with_what_to_do() {
        PiBoard board = new PiBoard(pi4j, "no-such-pins", false);
        assertThatThrownBy(() -> board.relay(17))
                .hasMessageContaining("GPIO 17")
                .hasMessageContaining("--board simulated");
    }

    private DigitalState pin(int gpio) {
        DigitalOutput pin = pi4j.io("gpio" + gpio);
        return pin.state();
    }
}
