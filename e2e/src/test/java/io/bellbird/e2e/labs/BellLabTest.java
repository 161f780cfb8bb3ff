package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lab bell. */
final class BellLabTest {
    private static final String BEEP = "\u0007";

    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void a_bell_is_rung_by_any_client_and_only_the_bells_of_its_room_sound() {
        try (BrokerProcess broker = BrokerProcess.start(2);
                Browser browser = new Browser()) {
            // given
            ClientProcess door = clients.lab(broker, "bell.Bell");
            ClientProcess everywhere = clients.lab(broker, "bell.Bell", "+");
            door.awaitLine("waiting for lab/bell/door");
            everywhere.awaitLine("waiting for lab/bell/+");
            browser.open("bell/page.html");
            browser.connect(broker);
            // when
            clients.lab(broker, "bell.Ring", "kitchen", "ann").awaitSuccess();
            clients.lab(broker, "bell.Ring").awaitSuccess();
            clients.mosquitto("mosquitto_pub", broker, "-t", "lab/bell/door", "-m", "the postman rings")
                    .awaitSuccess();
            browser.click("#ring button");
            // then
            everywhere.awaitLine("DING! lab/bell/door, the browser rings");
            browser.see("#lines", "DING! lab/bell/door, the browser rings");
            browser.see("#lines", "DING! lab/bell/kitchen, ann rings");
            door.endInput();
            assertThat(door.awaitSuccess())
                    .contains(
                            "DING! lab/bell/door, somebody rings" + BEEP,
                            "DING! lab/bell/door, the postman rings" + BEEP,
                            "DING! lab/bell/door, the browser rings" + BEEP)
                    .noneMatch(line -> line.contains("kitchen"));
            assertThat(everywhere.output()).contains("DING! lab/bell/kitchen, ann rings" + BEEP);
        }
    }
}
