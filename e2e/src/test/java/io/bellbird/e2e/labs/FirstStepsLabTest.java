package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The lab firststeps: Java, Python, a page and a board with the sketch. */
final class FirstStepsLabTest {
    /** With letters of two bytes, and too long for one byte of the packet's length. */
    private static final String FROM_PAGE = "Grüße vom Browser " + "!".repeat(300);

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    @Test
    void programs_in_java_and_python_a_page_and_a_board_hear_each_other() throws IOException {
        try (BrokerProcess broker = BrokerProcess.start(2);
                Browser browser = new Browser()) {
            // given
            ClientProcess java = clients.lab(broker, "firststeps.Subscriber");
            ClientProcess python = clients.labInPython(broker, "firststeps/subscriber.py");
            ClientProcess board = board(broker);
            java.awaitLine("subscribed to lab/hello");
            python.awaitLine("subscribed to lab/hello");
            board.awaitLine("connected");
            browser.open("firststeps/page.html");
            browser.connect(broker);
            // when
            clients.lab(broker, "firststeps.Publisher").awaitSuccess();
            clients.labInPython(broker, "firststeps/publisher.py").awaitSuccess();
            board.type("");
            browser.see("#lines", "lab/hello: Hello from the board");
            browser.fill("#text", FROM_PAGE);
            browser.click("#publish button");
            // then
            for (String text : List.of("Hello from Java", "Hello from Python", "Hello from the board", "Gr")) {
                java.awaitLine("lab/hello: " + text);
                python.awaitLine("lab/hello: " + text);
                board.awaitLine("lab/hello: " + text);
                browser.see("#lines", "lab/hello: " + text);
            }
            assertThat(python.output()).contains("lab/hello: " + FROM_PAGE);
            browser.see("#lines", FROM_PAGE);
            assertThat(board.output()).contains("pin 2 is high", "pin 2 is low");
        }
    }

    /** The sketch, as a program of this machine; the Enter key is its button. */
    private ClientProcess board(BrokerProcess broker) throws IOException {
        Path settings = Files.write(
                folder.resolve("settings.h"),
                List.of(
                        "#define WIFI_NAME \"\"",
                        "#define WIFI_PASSWORD \"\"",
                        "#define BROKER \"127.0.0.1\"",
                        "#define BROKER_PORT " + broker.port(),
                        "#define BROKER_USER \"class\"",
                        "#define BROKER_PASSWORD \"chalk\""));
        String program = folder.resolve("board").toString();
        clients.command("../e2e/arduino/build", "firststeps/board", settings.toString(), program)
                .awaitSuccess();
        return clients.command(program);
    }
}
