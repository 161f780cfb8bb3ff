package io.bellbird.examples.relays;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The packs of a device. At most one is on, whatever the commands say: two packs in parallel would drive a large current
 * through each other. Any thread.
 */
final class Bank {
    private final SortedMap<String, Pack> packs = new TreeMap<>();

    Bank(Board board, int... gpios) {
        for (int gpio : gpios) {
            packs.put(Integer.toString(packs.size() + 1), new Pack(board.relay(gpio)));
        }
    }

    /** Switches a pack on or off, and any other off before, and says what it did. */
    synchronized String set(String name, boolean on) {
        @Nullable Pack pack = packs.get(name);
        if (pack == null) {
            return "there is no pack " + name + ", only " + packs.keySet();
        }
        if (pack.isOn() == on) {
            return "pack " + name + " is already " + (on ? "on" : "off");
        }
        packs.values().stream().filter(Pack::isOn).forEach(busy -> busy.set(false));
        if (on) {
            pack.set(true);
        }
        return "pack " + name + " is now " + (on ? "on" : "off");
    }

    /** The name of each pack with on or off. */
    synchronized SortedMap<String, String> states() {
        SortedMap<String, String> states = new TreeMap<>();
        packs.forEach((name, pack) -> states.put(name, pack.isOn() ? "on" : "off"));
        return states;
    }

    /** The name of each pack with its volts. */
    synchronized SortedMap<String, Double> measure() {
        SortedMap<String, Double> volts = new TreeMap<>();
        packs.forEach((name, pack) -> volts.put(name, pack.measure()));
        return volts;
    }
}
