package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The lab relays. */
final class RelaysLabTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    @Test
    void a_device_does_what_it_was_told_while_it_was_dead_and_the_broker_away() {
        try (BrokerProcess broker = BrokerProcess.start(BrokerSetup.keeping(folder))) {
            // given
            ClientProcess device = device(broker);
            device.awaitLine("connected to");
            assertThat(device.output()).startsWith("relays: simulated");
            assertThat(switchPack(broker, "1", "on")).containsExactly("done: lab/relays/shed/1/state is on");
            assertThat(device.awaitLine("GPIO")).isEqualTo("GPIO 17: click, on");
            // when
            device.kill();
            assertThat(switchPack(broker, "2", "on"))
                    .containsExactly("the device is offline; it will do it when it is back");
            switchPack(broker, "1", "off");
            broker.kill();
            device = device(broker);
            broker.restart();
            // then
            device.awaitLine("pack 2 is now on");
            assertThat(switchPack(broker, "2", "on")).containsExactly("done: lab/relays/shed/2/state is on");
            device.awaitLine("pack 2 is already on");
            device.terminate();
            assertThat(clicks(device)).endsWith("GPIO 27: click, on", "GPIO 27: click, off");
        }
    }

    @Test
    void the_controller_lets_the_packs_work_one_after_the_other_and_never_two() {
        try (BrokerProcess broker = BrokerProcess.start(2)) {
            // given
            ClientProcess device = device(broker, "--tick-millis", "20");
            device.awaitLine("connected to");
            ClientProcess controller = clients.lab(broker, "relays.Controller", "shed");
            controller.awaitLine("looking after shed");
            // when
            switchPack(broker, "1", "on");
            // then
            controller.awaitLine("pack 1 has only");
            controller.awaitLine("pack 2 has only");
            controller.awaitLine("pack 3 has only");
            device.kill();
            controller.awaitLine("the device is offline");
            List<String> clicks = clicks(device);
            assertThat(clicks).hasSizeGreaterThanOrEqualTo(5);
            for (int click = 0; click < clicks.size(); click++) {
                assertThat(clicks.get(click)).endsWith(click % 2 == 0 ? "click, on" : "click, off");
            }
        }
    }

    private ClientProcess device(BrokerProcess broker, String... more) {
        Stream<String> arguments = Stream.concat(Stream.of("shed", "--board", "simulated"), Stream.of(more));
        return clients.lab(broker, "relays.Device", arguments.toArray(String[]::new));
    }

    private List<String> switchPack(BrokerProcess broker, String pack, String wanted) {
        return clients.lab(broker, "relays.Switch", "shed", pack, wanted).awaitSuccess();
    }

    private static List<String> clicks(ClientProcess device) {
        return device.output().stream().filter(line -> line.startsWith("GPIO")).toList();
    }
}
