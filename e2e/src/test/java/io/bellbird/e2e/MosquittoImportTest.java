package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real Mosquitto is filled and stopped; a broker goes on with what it wrote down. */
final class MosquittoImportTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    private int port;

    @Test
    void what_waited_in_mosquitto_arrives_after_the_import() throws IOException {
        // given
        fill();
        // when
        List<String> imported;
        try (ClientProcess importing = Clients.bellbird(
                folder, "store", "import", data().resolve("mosquitto.db").toString(), data().toString())) {
            imported = importing.awaitSuccess();
        }
        // then
        assertThat(imported).contains("sessions: 2", "subscriptions: 2", "queued messages: 3", "retained messages: 1");
        try (BrokerProcess broker = BrokerProcess.start(BrokerSetup.keeping(data()))) {
            assertThat(received(broker, "-i", "lamp", "-c", "-q", "2", "-t", "house/#", "-C", "2", "-v", "-R"))
                    .containsExactlyInAnyOrder("house/door open", "house/light on");
            assertThat(received(broker, "-V", "5", "-i", "meter", "-c", "-x", "1000", "-q", "1", "-t", "+/light", "-R"))
                    .containsExactly("on");
            assertThat(received(broker, "-V", "5", "-t", "house/light", "-F", "%r %C %P %p"))
                    .containsExactly("1 text/plain floor:1 on");
            assertThat(broker.log()).contains("mosquitto.db is the data of a Mosquitto and is not read");
        }
    }

    /** Two sessions, one of MQTT 5; a message for the first, and one with properties for both that is retained. */
    private void fill() throws IOException {
        List<String> lines = List.of(
                "allow_anonymous true",
                "persistence true",
                "persistence_location " + Files.createDirectories(data()) + "/");
        try (MosquittoProcess broker = new MosquittoProcess(folder, lines)) {
            port = broker.port();
            tool("mosquitto_sub", "-i", "lamp", "-c", "-q", "2", "-t", "house/#", "-E");
            tool("mosquitto_sub", "-V", "5", "-i", "meter", "-c", "-x", "1000", "-q", "1", "-t", "+/light", "-E");
            tool("mosquitto_pub", "-q", "2", "-t", "house/door", "-m", "open");
            String[] light = {"-V", "5", "-q", "1", "-r", "-t", "house/light", "-m", "on"};
            String[] properties = {
                "-D", "publish", "content-type", "text/plain", "-D", "publish", "user-property", "floor", "1"
            };
            tool("mosquitto_pub", joined(light, properties));
            broker.stop();
        }
    }

    /** First Mosquitto's, then the broker's. */
    private Path data() {
        return folder.resolve("data");
    }

    /** Runs a client of the Mosquitto that is being filled. */
    private void tool(String tool, String... arguments) {
        run(joined(new String[] {tool, "-h", "127.0.0.1", "-p", Integer.toString(port)}, arguments));
    }

    private List<String> received(BrokerProcess broker, String... arguments) {
        String[] always = {"-W", "20"};
        String[] one = List.of(arguments).contains("-C") ? new String[0] : new String[] {"-C", "1"};
        return clients.mosquitto("mosquitto_sub", broker, joined(arguments, joined(always, one)))
                .awaitSuccess();
    }

    private List<String> run(String... command) {
        try (ClientProcess process = new ClientProcess(folder, List.of(command))) {
            return process.awaitSuccess();
        }
    }

    private static String[] joined(String[] first, String[] second) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }
}
