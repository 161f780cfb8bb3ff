package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and health as curl gets them, while Mosquitto's clients are there. */
final class MetricsTest {
    private static final int ADMIN_PORT = BrokerProcess.freePort();
    private static final long SCRAPE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SCRAPES = 100;
    private static final int MESSAGES_A_SCRAPE = 100;

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    private BrokerProcess broker;

    @BeforeEach
    void start() {
        broker = BrokerProcess.start(BrokerSetup.keeping(folder.resolve("data")).adminListener(ADMIN_PORT));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private List<String> curl(String path, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--fail", "http://127.0.0.1:" + ADMIN_PORT + path));
        arguments.addAll(List.of(options));
        return clients.curl(arguments.toArray(String[]::new)).awaitSuccess();
    }

    private Scrape scrape() {
        return Scrape.of(curl("/metrics"));
    }

    /** Figures may be some hundred milliseconds old. */
    private Scrape scrapeWith(String sample, double value) {
        Scrape scrape = scrape();
        long deadline = System.nanoTime() + ChildProcesses.PATIENCE.toNanos();
        while (scrape.value(sample) < value && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(SCRAPE_NANOS);
            scrape = scrape();
        }
        return scrape;
    }

    @Test
    void counters_grow_by_what_mosquitto_pub_sends() {
        // given
        Scrape before = scrape();
        ClientProcess sub = clients.mosquitto("mosquitto_sub", broker, "-d", "-q", "1", "-t", "counted", "-C", "300");
        sub.awaitLine("Subscribed (mid: 1)");
        // when
        clients.mosquitto(
                        "mosquitto_pub",
                        broker,
                        "--repeat",
                        "300",
                        "--repeat-delay",
                        "0",
                        "-q",
                        "1",
                        "-t",
                        "counted",
                        "-m",
                        "12345")
                .awaitSuccess();
        sub.awaitSuccess();
        // then
        Scrape after = scrapeWith("bellbird_disconnects_total{by=\"client\",reason=\"NORMAL_DISCONNECTION\"}", 2);
        after.assertNoCounterShrank(before);
        for (String counted : List.of("publish_received", "publish_sent")) {
            assertThat(growth(before, after, "bellbird_" + counted + "_total")).isEqualTo(300);
            assertThat(growth(before, after, "bellbird_" + counted + "_bytes_total"))
                    .isEqualTo(1_500);
        }
        assertThat(growth(before, after, "bellbird_connects_accepted_total")).isEqualTo(2);
        assertThat(growth(before, after, "bellbird_sockets_opened_total")).isEqualTo(2);
    }

    private static double growth(Scrape before, Scrape after, String sample) {
        return after.value(sample) - before.value(sample);
    }

    @Test
    void a_broker_that_is_open_is_live_and_ready() {
        assertThat(curl("/health/live")).containsExactly("ok");
        assertThat(curl("/health/ready")).containsExactly("ok");
    }

    @Test
    void scrapes_each_100_ms_under_load_are_fast_and_cost_no_message() {
        // given
        int messages = SCRAPES * MESSAGES_A_SCRAPE;
        ClientProcess sub = clients.mosquitto(
                "mosquitto_sub", broker, "-d", "-q", "1", "-t", "load", "-C", Integer.toString(messages));
        sub.awaitLine("Subscribed (mid: 1)");
        ClientProcess pub = clients.mosquitto("mosquitto_pub", broker, "-q", "1", "-t", "load", "-l");
        Scrape before = scrape();
        long next = System.nanoTime();
        for (int scrape = 0; scrape < SCRAPES; scrape++) {
            // when
            for (int number = 0; number < MESSAGES_A_SCRAPE; number++) {
                pub.type("message " + (scrape * MESSAGES_A_SCRAPE + number));
            }
            // then
            before = assertFast(before);
            next += SCRAPE_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
        pub.endInput();
        pub.awaitSuccess();
        assertThat(sub.awaitSuccess())
                .filteredOn(line -> line.startsWith("message "))
                .isEqualTo(IntStream.range(0, messages)
                        .mapToObj(number -> "message " + number)
                        .toList());
    }

    /** Gets the metrics, within a second. */
    private Scrape assertFast(Scrape before) {
        List<String> page = curl("/metrics", "-w", "%{time_total}");
        assertThat(Double.parseDouble(page.get(page.size() - 1))).isLessThan(1);
        Scrape scrape = Scrape.of(page.subList(0, page.size() - 1));
        scrape.assertNoCounterShrank(before);
        assertThat(scrape.value("bellbird_shards_missing")).isZero();
        return scrape;
    }
}
