package io.bellbird.examples.relays;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;

/** The pins of a Raspberry Pi, through Pi4J. */
final class PiBoard implements Board {
    private final Context pi4j;
    private final String provider;
    private final DigitalState on;
    private final DigitalState off;

    /** @param provider what Pi4J calls the way to the pins */
    PiBoard(Context pi4j, String provider, boolean activeLow) {
        this.pi4j = pi4j;
        this.provider = provider;
        on = activeLow ? DigitalState.LOW : DigitalState.HIGH;
        off = activeLow ? DigitalState.HIGH : DigitalState.LOW;
    }

    @Override
    public Relay relay(int gpio) {
        try {
            DigitalOutput pin = pi4j.create(DigitalOutput.newConfigBuilder(pi4j)
                    .id("gpio" + gpio)
                    .address(gpio)
                    .provider(provider)
                    .initial(off)
                    .shutdown(off)
                    .build());
            return wanted -> pin.state(wanted ? on : off);
        } catch (Pi4JException | IllegalStateException refused) {
            throw new IllegalStateException(
                    "cannot use GPIO " + gpio + " (" + refused.getMessage()
                            + "): is this a Raspberry Pi, are you in the "
                            + "group gpio, and has no other program the pin? Without a Pi: --board simulated",
                    refused);
        }
    }

    @Override
    public void close() {
        pi4j.shutdown();
    }
}
