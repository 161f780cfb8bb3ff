package io.bellbird.e2e.fault;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import io.bellbird.e2e.RealBroker;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The network fails again and again while messages flow. More of it: {@code e2e/client-faults}. */
@EveryBroker
final class LostLinksTest {
    private static final int LINKS_WITH_FAULTS = 15;
    private static final int FAULT_BYTES_MAX = 5_000;

    private final RealBroker broker;

    LostLinksTest(RealBroker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @Timeout(200)
    @CsvSource({
        "V5, AT_LEAST_ONCE, false",
        "V5, EXACTLY_ONCE, false",
        "V5, EXACTLY_ONCE, true",
        "V3_1_1, AT_LEAST_ONCE, false",
        "V3_1_1, EXACTLY_ONCE, false"
    })
    void no_message_is_lost_each_comes_in_order_and_once_with_qos_2(MqttVersion version, Qos qos, boolean onDisk) {
        RandomFaults faults = new RandomFaults(newSeed(), LINKS_WITH_FAULTS, FAULT_BYTES_MAX, false);
        System.out.println(new LostLinks(broker, version, qos, onDisk, faults).run());
    }

    @ParameterizedTest
    @Timeout(200)
    @CsvSource({"V5", "V3_1_1"})
    void client_has_the_subscriptions_that_it_wants_in_the_end(MqttVersion version) {
        RandomFaults faults = new RandomFaults(newSeed(), LINKS_WITH_FAULTS, FAULT_BYTES_MAX, false);
        System.out.println(new ChangingMinds(broker, version, faults).run());
    }

    private static long newSeed() {
        return System.nanoTime() % 1_000_000;
    }
}
