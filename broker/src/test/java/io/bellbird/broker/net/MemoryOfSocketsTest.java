package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RawWebSocket;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bytes that wait for a socket, or for the rest of their packet, count for {@code memory_limit} while they do. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class MemoryOfSocketsTest {
    private static final int MEGABYTE = 1_000_000;
    private static final long LITTLE = 50_000;

    private static Broker start(ListenerConfig... listeners) throws Exception {
        return Broker.start(
                Brokers.config(listeners).toBuilder().sysIntervalSeconds(1).build());
    }

    /** Waits until the broker publishes such a number. */
    private static void awaitMemory(RawClient watcher, LongPredicate wanted) {
        long bytes;
        do {
            bytes = Long.parseLong(watcher.receive().text());
        } while (!wanted.test(bytes));
    }

    private static RawClient watch(Broker broker) {
        return RawClient.to(broker, 5)
                .connect("10 (<MQTT> 05 02 0000 () <watcher>)")
                .subscribe("$SYS/broker/memory/bytes", 0);
    }

    @Test
    void what_a_client_does_not_read_counts_until_it_has_read_it() throws Exception {
        try (Broker broker = start(ListenerConfig.local(0));
                RawClient watcher = watch(broker);
                RawClient slow = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <slow>)")) {
            slow.subscribe("a", 0);
            RawClient publisher = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <p>)");
            for (int i = 0; i < 12; i++) {
                publisher.send("30 (<a> () 5A*%d)".formatted(MEGABYTE));
            }

            awaitMemory(watcher, bytes -> bytes > 3 * MEGABYTE);
            slow.receive(12);
            awaitMemory(watcher, bytes -> bytes < LITTLE);
            publisher.close();
        }
    }

    @Test
    void what_a_client_never_read_counts_no_more_when_it_has_gone() throws Exception {
        try (Broker broker = start(ListenerConfig.local(0));
                RawClient watcher = watch(broker)) {
            RawClient slow = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <slow>)");
            slow.subscribe("a", 0);
            RawClient publisher = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <p>)");
            for (int i = 0; i < 12; i++) {
                publisher.send("30 (<a> () 5A*%d)".formatted(MEGABYTE));
            }
            awaitMemory(watcher, bytes -> bytes > 3 * MEGABYTE);
            slow.abort();
            awaitMemory(watcher, bytes -> bytes < LITTLE);
            publisher.close();
        }
    }

    @Test
    void a_packet_that_has_come_in_part_counts_until_the_rest_comes() throws Exception {
        try (Broker broker = start(ListenerConfig.local(0));
                RawClient watcher = watch(broker);
                RawClient publisher = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <p>)")) {
            // PUBLISH of 3,000,000 bytes to "a": four bytes are topic and properties
            publisher.send("30 C08DB701 <a> 00 5A*2000000");
            awaitMemory(watcher, bytes -> bytes > 2 * MEGABYTE - LITTLE);

            publisher.send("5A*999996").expectNothing();
            awaitMemory(watcher, bytes -> bytes < LITTLE);
        }
    }

    @Test
    void a_packet_that_has_come_in_part_counts_no_more_when_its_client_has_gone() throws Exception {
        ListenerConfig webSocket = ListenerConfig.local(0).withProtocol(Protocol.WEBSOCKETS);
        try (Broker broker = start(ListenerConfig.local(0), webSocket);
                RawClient watcher = watch(broker)) {
            RawClient publisher = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <p>)");
            publisher.send("30 C08DB701 <a> 00 5A*2000000");
            awaitMemory(watcher, bytes -> bytes > 2 * MEGABYTE - LITTLE);
            publisher.abort();
            awaitMemory(watcher, bytes -> bytes < LITTLE);
        }
    }

    @Test
    void nobody_makes_the_broker_hold_a_long_frame_before_connect() throws Exception {
        BrokerConfig config = Brokers.config(ListenerConfig.local(0).withProtocol(Protocol.WEBSOCKETS));
        try (Broker broker = Broker.start(config);
                RawWebSocket client = RawWebSocket.to(broker)) {
            assertThat(client.upgrade("/", "mqtt")).startsWith("HTTP/1.1 101");
            // the frame announces 16 MB, and what is in it a CONNECT of 1 MB: that is more than is let in
            client.sendBytes(new byte[] {
                (byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x10, (byte) 0xC0, (byte) 0x84, 0x3D, 0, 4
            });
            client.expectClosed();
        }
    }
}
