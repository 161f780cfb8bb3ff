package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lab presence. */
final class PresenceLabTest {
    private static final String PUMP = "lab/device/pump/status: ";

    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void a_device_is_seen_on_lost_when_it_is_killed_or_frozen_and_off_after_a_good_bye() {
        try (BrokerProcess broker = BrokerProcess.start(2)) {
            // given
            ClientProcess watcher = clients.lab(broker, "presence.Watcher");
            watcher.awaitLine("watching the devices");
            // when
            ClientProcess killed = clients.lab(broker, "presence.Device");
            String pidOfKilled = pid(killed);
            // then
            watcher.awaitLine(PUMP + "on");
            // when
            signal("KILL", pidOfKilled);
            // then
            watcher.awaitLine(PUMP + "lost");

            // when
            ClientProcess frozen = clients.lab(broker, "presence.Device");
            String pidOfFrozen = pid(frozen);
            watcher.awaitLine(PUMP + "on");
            signal("STOP", pidOfFrozen);
            // then
            watcher.awaitLine(PUMP + "lost");
            // when
            signal("CONT", pidOfFrozen);
            // then
            watcher.awaitLine(PUMP + "on");

            // when
            frozen.endInput();
            frozen.awaitSuccess();
            // then
            watcher.awaitLine(PUMP + "off");
            ClientProcess late = clients.lab(broker, "presence.Watcher");
            late.awaitLine(PUMP + "off");
        }
    }

    @Test
    void of_two_devices_with_one_name_the_later_one_stays() {
        try (BrokerProcess broker = BrokerProcess.start(2)) {
            // given
            ClientProcess first = clients.lab(broker, "presence.Device", "fan");
            pid(first);
            // when
            ClientProcess second = clients.lab(broker, "presence.Device", "fan");
            pid(second);
            // then
            first.awaitLine("another device came with my name, so I end");
            assertThat(first.awaitExit()).isEqualTo(1);
            ClientProcess watcher = clients.lab(broker, "presence.Watcher");
            watcher.awaitLine("lab/device/fan/status: on");
        }
    }

    /** The process that the device names on its terminal. */
    private static String pid(ClientProcess device) {
        return device.awaitLine("on, as process ").replaceAll("\\D", "");
    }

    private void signal(String name, String pid) {
        clients.command("kill", "-" + name, pid).awaitSuccess();
    }
}
