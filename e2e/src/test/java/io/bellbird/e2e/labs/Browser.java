package io.bellbird.e2e.labs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.ClientProcess;
import io.bellbird.e2e.Clients;
import java.nio.file.Path;

/** Somebody who opens a page of the labs from the disk, types and clicks. Confined to the thread of the test. */
final class Browser implements AutoCloseable {
    private final ClientProcess process = Clients.browser();

    /** @param page its file below {@code examples} */
    void open(String page) {
        openUrl(Path.of("..", "examples", page)
                .toAbsolutePath()
                .normalize()
                .toUri()
                .toString());
    }

    void openUrl(String url) {
        process.type("open " + url);
        process.awaitLine("opened");
    }

    /** Tells the page that is open where the broker is, and connects. */
    void connect(BrokerProcess broker) {
        fill("#broker", "ws://127.0.0.1:" + broker.webSocketPort());
        click("#login button");
        see("#status", "you are connected");
    }

    void fill(String selector, String text) {
        process.type("fill " + selector + " " + text);
    }

    void click(String selector) {
        process.type("click " + selector);
    }

    /** Waits until a text is there. */
    void see(String selector, String text) {
        process.type("see " + selector + " " + text);
        assertThat(process.awaitLine("saw")).isEqualTo("saw " + text);
    }

    void closePage() {
        process.type("close");
        process.awaitLine("closed the page");
    }

    @Override
    public void close() {
        process.endInput();
        process.awaitSuccess();
    }
}
