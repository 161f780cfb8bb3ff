package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.client.MqttClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublisherTest {
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Tally tally = new Tally();
    private final NumberedStream stream = new NumberedStream(0, "t");
    private Broker broker;
    private MqttClient client;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerConfig.ephemeral());
        client = MqttClient.to("mqtt://127.0.0.1:" + broker.port());
        client.connect().join();
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    private Publisher publisher(Publisher.Schedule schedule, Window window) {
        return new Publisher(client, List.of(stream), Loads.of(Scenario.PUB, 100), 1, schedule, window, tally);
    }

    private static void await(Publisher publisher) {
        while (publisher.isBusy()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_could_not_be_sent_when_it_was_due_is_late_by_that() {
        long dueNanos = System.nanoTime() - LATE_NANOS;
        Publisher publisher = publisher(index -> dueNanos, Window.from(dueNanos));

        publisher.release(100);
        await(publisher);

        assertThat(tally.acknowledgement.all().count()).isEqualTo(100);
        assertThat(tally.acknowledgement.all().p50()).isGreaterThan(LATE_NANOS);
        assertThat(stream.acknowledgedCount()).isEqualTo(100);
    }

    @Test
    void what_was_due_before_the_measuring_is_sent_and_not_counted() {
        Publisher publisher = publisher(index -> 0, new Window(1, 2));

        publisher.release(10);
        await(publisher);

        assertThat(tally.sent.sum()).isEqualTo(10);
        assertThat(tally.measuredSent.sum()).isZero();
        assertThat(tally.acknowledgement.all()).isEqualTo(Percentiles.NONE);
    }

    @Test
    void one_that_has_ended_sends_nothing_and_says_what_is_left() {
        Publisher publisher = publisher(index -> 0, new Window(0, 1));
        publisher.end();

        publisher.release(7);

        assertThat(publisher.behind()).isEqualTo(7);
        assertThat(tally.sent.sum()).isZero();
    }
}
