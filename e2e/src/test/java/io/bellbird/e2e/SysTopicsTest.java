package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The broker's figures under $SYS, as mosquitto_sub shows them to an operator. */
@EveryShardCount
final class SysTopicsTest {
    /** Those that Mosquitto 2.0.11 publishes by itself; what it adds for its bridges is left out. */
    private static final List<String> TOPICS_OF_MOSQUITTO = Stream.concat(
                    Stream.of(
                            "version",
                            "uptime",
                            "clients/total",
                            "clients/inactive",
                            "clients/disconnected",
                            "clients/active",
                            "clients/connected",
                            "clients/expired",
                            "messages/stored",
                            "messages/received",
                            "messages/sent",
                            "store/messages/count",
                            "store/messages/bytes",
                            "subscriptions/count",
                            "shared_subscriptions/count",
                            "retained messages/count",
                            "heap/current",
                            "heap/maximum",
                            "publish/messages/dropped",
                            "publish/messages/received",
                            "publish/messages/sent",
                            "publish/bytes/received",
                            "publish/bytes/sent",
                            "bytes/received",
                            "bytes/sent"),
                    Stream.of(
                                    "messages/received",
                                    "messages/sent",
                                    "publish/dropped",
                                    "publish/received",
                                    "publish/sent",
                                    "bytes/received",
                                    "bytes/sent",
                                    "sockets",
                                    "connections")
                            .flatMap(load ->
                                    Stream.of("1min", "5min", "15min").map(minutes -> "load/" + load + "/" + minutes)))
            .map(name -> "$SYS/broker/" + name)
            .toList();

    @RegisterExtension
    final Clients clients = new Clients();

    private final BrokerProcess broker;

    SysTopicsTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @Test
    void every_topic_of_mosquitto_is_there_at_once() {
        List<String> arguments = new ArrayList<>(List.of("-F", "%t", "--retained-only", "-W", "20"));
        arguments.addAll(List.of("-C", Integer.toString(TOPICS_OF_MOSQUITTO.size())));
        TOPICS_OF_MOSQUITTO.forEach(topic -> arguments.addAll(List.of("-t", topic)));

        assertThat(sub(arguments.toArray(String[]::new)).awaitSuccess())
                .containsExactlyInAnyOrderElementsOf(TOPICS_OF_MOSQUITTO);
    }

    @Test
    void an_operator_sees_version_and_uptime_and_that_it_grows() {
        // given
        ClientProcess sub = sub("-v", "-t", "$SYS/broker/version", "-t", "$SYS/broker/uptime");
        // when
        String version = sub.awaitLine("$SYS/broker/version");
        String uptime = sub.awaitLine("$SYS/broker/uptime");
        String later = sub.awaitLine("$SYS/broker/uptime");
        // then
        assertThat(version).matches("\\$SYS/broker/version \\S+ version \\d.*");
        assertThat(List.of(uptime, later)).allMatch(line -> line.matches("\\$SYS/broker/uptime \\d+ seconds"));
        assertThat(seconds(later)).isGreaterThan(seconds(uptime));
    }

    @Test
    void who_looks_is_counted_as_a_client() {
        ClientProcess sub = sub("-v", "-t", "$SYS/broker/clients/connected");

        String connected = sub.awaitLine("$SYS/broker/clients/connected");
        if (connected.endsWith(" 0")) { // of the time before it came
            connected = sub.awaitLine("$SYS/broker/clients/connected");
        }

        assertThat(connected).matches("\\S+ [1-9]\\d*");
    }

    @Test
    void a_filter_that_does_not_begin_with_sys_does_not_show_them() {
        // given
        ClientProcess everything = sub("-v", "-t", "#", "-d", "-C", "1", "-W", "20");
        everything.awaitLine("Subscribed (mid: 1)");
        ClientProcess own = sub("-t", "$SYS/broker/uptime", "-C", "2", "-W", "20");
        // when
        own.awaitSuccess(); // figures were published while both were there
        clients.mosquitto("mosquitto_pub", broker, "-t", "test/end", "-m", "x").awaitSuccess();
        // then
        assertThat(everything.awaitSuccess()).contains("test/end x").noneMatch(line -> line.contains("$SYS"));
    }

    private static int seconds(String line) {
        return Integer.parseInt(Arrays.asList(line.split(" ")).get(1));
    }

    private ClientProcess sub(String... arguments) {
        return clients.mosquitto("mosquitto_sub", broker, arguments);
    }
}
