package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lab turbine. */
final class TurbineLabTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void who_comes_late_sees_the_last_state_but_no_wind_until_it_is_cleared() {
        try (BrokerProcess broker = BrokerProcess.start(2)) {
            // given
            ClientProcess turbine = clients.lab(broker, "turbine.Turbine");
            turbine.type("12");
            turbine.awaitLine("published: 12 m/s, running");
            // when
            ClientProcess late = clients.lab(broker, "turbine.Watch");
            // then
            late.awaitLine("kept  lab/turbine/north/state  running");
            // when
            turbine.type("30");
            // then
            late.awaitLine("new   lab/turbine/north/wind  30 m/s");
            late.awaitLine("new   lab/turbine/north/state  stopped, storm");
            // when
            turbine.endInput();
            turbine.awaitSuccess();
            clients.lab(broker, "turbine.Clear").awaitSuccess();
            // then
            late.awaitLine("new   lab/turbine/north/state  (nothing)");
            assertThat(linesAboutTurbines(late)).hasSize(4);

            // when
            ClientProcess later = clients.lab(broker, "turbine.Watch");
            later.awaitLine("watching the turbines");
            clients.mosquitto("mosquitto_pub", broker, "-t", "lab/turbine/south/wind", "-m", "5 m/s")
                    .awaitSuccess();
            // then
            later.awaitLine("new   lab/turbine/south/wind  5 m/s");
            assertThat(linesAboutTurbines(later)).hasSize(1);
        }
    }

    private static List<String> linesAboutTurbines(ClientProcess watch) {
        return watch.output().stream()
                .filter(line -> line.contains("lab/turbine/"))
                .toList();
    }
}
