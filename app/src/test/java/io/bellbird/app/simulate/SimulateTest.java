package io.bellbird.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.app.cli.ConnectOptions;
import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.client.net.Endpoint;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices at a real broker. */
class SimulateTest {
    private static final long WAIT_SECONDS = 20;
    private static final double FAST = 60;

    private final BlockingQueue<Message> came = new LinkedBlockingQueue<>();
    private Broker broker;
    private MqttClient watcher;

    @BeforeEach
    void begin() throws Exception {
        broker = Broker.start(BrokerConfig.ephemeral());
        watcher = MqttClient.to("mqtt://127.0.0.1:" + broker.port());
        watcher.connect().join();
        watcher.subscribe("sim/#", SubscribeOptions.QOS_1, came::add).join();
    }

    @AfterEach
    void end() {
        watcher.close();
        broker.close();
    }

    private Devices devices(String... lines) throws ScenarioException {
        Scenario scenario = ScenarioReader.read("test", List.of(lines));
        Endpoint endpoint = Endpoint.of("mqtt://127.0.0.1:" + broker.port());
        Devices devices = new Devices(
                scenario,
                endpoint,
                new ConnectOptions().dialer(endpoint, Runnable::run),
                new Devices.Login(MqttVersion.V5, null, null),
                new SimulatedClock(scenario.start().orElseGet(Instant::now), System.nanoTime(), FAST));
        devices.begin();
        return devices;
    }

    private Message next() throws InterruptedException {
        Message message = came.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message comes");
        }
        return message;
    }

    private Message next(String topic) throws InterruptedException {
        Message message = next();
        while (!message.topic().equals(topic)) {
            message = next();
        }
        return message;
    }

    @Test
    void what_a_device_sends_and_when_is_the_same_in_each_run() throws Exception {
        String[] scenario = {
            "seed 5",
            "start 2026-06-01T06:00:00Z",
            "device d",
            "count 3",
            "topic sim/{id}",
            "payload {n} {value} {time}",
            "value gauss 20 3",
            "interval 30s",
            "jitter 40%",
            "session 1h",
            "sleeps true"
        };
        List<String> first = messagesOf("sim/d-2", scenario);

        assertThat(messagesOf("sim/d-2", scenario)).isEqualTo(first);
        assertThat(first.get(0)).matches("1 \\d+\\.\\d\\d 2026-06-01T06:00:\\d\\d(\\.\\d+)?Z");
    }

    private List<String> messagesOf(String topic, String... scenario) throws Exception {
        List<String> messages = new ArrayList<>();
        try (Devices devices = devices(scenario)) {
            for (int i = 0; i < 4; i++) {
                messages.add(next(topic).text());
            }
            assertThat(devices.counters().errors.sum()).isZero();
        }
        came.clear();
        return messages;
    }

    @Test
    void a_device_that_dies_leaves_its_will_and_comes_back() throws Exception {
        try (Devices devices = devices(
                "device d",
                "topic sim/{id}/value",
                "interval 10s",
                "will sim/{id}/state offline",
                "birth sim/{id}/state online",
                "dies_after 20s",
                "back_after 10s")) {
            assertThat(next("sim/d/state").text()).isEqualTo("online");
            assertThat(next("sim/d/state").text()).isEqualTo("offline");
            assertThat(next("sim/d/state").text()).isEqualTo("online");
            assertThat(devices.counters().died.sum()).isPositive();
            assertThat(devices.counters().errors.sum()).isZero();
        }
    }

    @Test
    void a_device_that_leaves_by_itself_has_no_will() throws Exception {
        Devices devices = devices("device d", "topic sim/{id}", "interval 1s", "will sim/{id}/state offline", "qos 1");
        next("sim/d");
        devices.close();
        watcher.publish("sim/end", "").join();

        List<String> topics = new ArrayList<>();
        for (Message message = next(); !message.topic().equals("sim/end"); message = next()) {
            topics.add(message.topic());
        }
        assertThat(topics).allMatch("sim/d"::equals);
        assertThat(devices.counters().connected.sum()).isZero();
    }

    @Test
    void a_command_is_answered() throws Exception {
        try (Devices devices = devices(
                "device lamp",
                "topic sim/{id}/power",
                "interval 1s",
                "subscribe sim/{id}/set",
                "answer {response} {id} is {payload}",
                "qos 1")) {
            next("sim/lamp/power");

            assertThat(watcher.request("sim/lamp/set", "on").join().payload()).isEqualTo(Bytes.utf8("lamp is on"));
            assertThat(devices.counters().answered.sum()).isEqualTo(1);
        }
    }

    @Test
    void devices_come_back_to_a_broker_that_was_not_there() throws Exception {
        int port = broker.port();
        watcher.close();
        broker.close();
        Endpoint endpoint = Endpoint.of("mqtt://127.0.0.1:" + port);
        Scenario scenario = ScenarioReader.read("test", List.of("device d", "topic sim/d", "interval 1s"));
        try (Devices devices = new Devices(
                scenario,
                endpoint,
                new ConnectOptions().dialer(endpoint, Runnable::run),
                new Devices.Login(MqttVersion.V3_1_1, null, null),
                new SimulatedClock(Instant.EPOCH, System.nanoTime(), FAST))) {
            devices.begin();
            awaitPositive(devices.counters().errors);
            broker = Broker.start(BrokerConfig.builder()
                    .listeners(List.of(ListenerConfig.builder("127.0.0.1", port).build()))
                    .build());
            awaitPositive(devices.counters().connects);
            assertThat(devices.counters().errorsByText().keySet()).anyMatch(text -> text.contains("refused"));
        }
    }

    private static void awaitPositive(LongAdder count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (count.sum() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(count.sum()).isPositive();
    }
}
