package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.RawWebSocket;
import io.bellbird.broker.conformance.WirePacket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large payloads go to the socket piece by piece, between packets that do not. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LargePayloadsTest {
    /** In bytes, around the sizes where what is done with them changes. */
    private static final List<Integer> SIZES = List.of(
            5, 32_767, 32_768, 1, 65_535, 65_536, 65_537, 2, 3, 131_072, 1_000_000, 40_000, 4, 3_000_000, 100_000, 6);

    private static void publishAll(int port) {
        try (RawClient publisher =
                RawClient.to(InetAddress.getLoopbackAddress(), port, 5).connect("10 (<MQTT> 05 02 0000 () <p>)")) {
            for (int i = 0; i < SIZES.size(); i++) {
                publisher.send("32 (<a> %04X () %02X*%d)".formatted(i + 1, i, SIZES.get(i)));
            }
            for (int i = 0; i < SIZES.size(); i++) {
                assertThat(publisher.receiveType(WirePacket.PUBACK).packetId()).isEqualTo(i + 1);
            }
        }
    }

    private static void assertAll(List<String> payloads) {
        for (int i = 0; i < SIZES.size(); i++) {
            assertThat(payloads.get(i).equals("%02x".formatted(i).repeat(SIZES.get(i))))
                    .as("message %d of %d bytes", i, SIZES.get(i))
                    .isTrue();
        }
    }

    @Test
    void they_arrive_whole_and_in_order_at_who_reads_at_once_and_at_who_reads_late() throws Exception {
        try (Broker broker = Broker.start(Brokers.config(ListenerConfig.local(0)));
                RawClient late = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <late>)");
                RawClient prompt = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <prompt>)")) {
            late.subscribe("a", 0);
            prompt.subscribe("a", 0);
            publishAll(broker.port());
            assertAll(prompt.receive(SIZES.size()).stream()
                    .map(WirePacket::payload)
                    .toList());
            assertAll(
                    late.receive(SIZES.size()).stream().map(WirePacket::payload).toList());
        }
    }

    @Test
    void they_arrive_through_websocket_as_well() throws Exception {
        ListenerConfig webSocket = ListenerConfig.local(0).withProtocol(Protocol.WEBSOCKETS);
        try (Broker broker = Broker.start(Brokers.config(webSocket, ListenerConfig.local(0)));
                RawWebSocket client = RawWebSocket.to(broker)) {
            client.upgrade("/", "mqtt");
            client.send("10 (<MQTT> 05 02 0000 () <c>)");
            assertThat(client.receive().reason()).isZero();
            client.send("82 (0001 () <a> 00)").expect("90 (0001 () 00)");
            publishAll(broker.addresses().get(1).getPort());
            assertAll(SIZES.stream().map(size -> client.receive().payload()).toList());
        }
    }

    @Test
    void what_was_published_before_leaves_before_the_connection_is_closed() throws Exception {
        try (Broker broker = Broker.start(Brokers.config(ListenerConfig.local(0)));
                RawClient first = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <c>)")) {
            first.subscribe("a", 0);
            publishAll(broker.port());
            try (RawClient second = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 0000 () <c>)")) {
                assertAll(first.receive(SIZES.size()).stream()
                        .map(WirePacket::payload)
                        .toList());
                first.expectDisconnect(0x8E);
                assertThat(second.connack().reason()).isZero();
            }
        }
    }
}
