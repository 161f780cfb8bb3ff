package io.bellbird.examples.relays;

import com.pi4j.Pi4J;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What has the pins that relays are wired to. */
interface Board extends AutoCloseable {
    /**
     * The relay at a pin, which is off.
     *
     * @param gpio the pin's GPIO number, which is not its place on the header
     */
    Relay relay(int gpio);

    /** Switches all relays off. */
    @Override
    void close();

    /**
     * Opens a board.
     *
     * @param kind pi, simulated, or auto for what this machine has
     * @param activeLow whether a relay is on when its pin has 0 V, as with many relay boards
     */
    static Board open(String kind, boolean activeLow) {
        boolean isPi = kind.equals("auto") ? isRaspberryPi() : kind.equals("pi");
        System.out.println("relays: " + (isPi ? "on the pins of this machine" : "simulated")
                + (kind.equals("auto") && !isPi ? ", since this is no Raspberry Pi" : ""));
        return isPi ? new PiBoard(Pi4J.newAutoContext(), "gpiod-digital-output", activeLow) : new SimulatedBoard();
    }

    private static boolean isRaspberryPi() {
        try {
            return Files.readString(Path.of("/proc/device-tree/model")).startsWith("Raspberry Pi");
        } catch (IOException noDeviceTree) {
            return false;
        }
    }
}
