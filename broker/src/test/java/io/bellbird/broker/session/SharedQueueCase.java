package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** A broker with one shared group, and somebody who publishes to it. */
class SharedQueueCase {
    static final String FILTER = "$share/g/t";

    private final int shards;
    TestBroker broker;
    TestClient publisher;

    SharedQueueCase(int shards) {
        this.shards = shards;
        use(settings -> settings);
    }

    void use(UnaryOperator<BrokerConfig.Builder> settings) {
        broker = new TestBroker(shards, settings);
        publisher = broker.connect(publishing());
    }

    private static TestConnect publishing() {
        return TestConnect.staying("publisher");
    }

    void crash() {
        broker.crashAndRestart();
        publisher = broker.connect(publishing());
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    static TestConnect staying(String clientId) {
        return TestConnect.staying(clientId);
    }

    TestClient member(TestConnect connect) {
        return broker.connect(connect).subscribe(FILTER, Qos.EXACTLY_ONCE);
    }

    TestClient back(String clientId) {
        return broker.connect(staying(clientId));
    }

    /** Publishes messages with consecutive numbers as payloads, all acknowledged to the publisher. */
    List<String> publish(int first, int last) {
        List<String> payloads = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            payloads.add(Integer.toString(i));
            publisher.send(qos1(1, "t", Integer.toString(i)));
        }
        assertThat(publisher.received()).hasSize(payloads.size()).containsOnly(pubAck(1));
        return payloads;
    }

    List<String> stored() {
        return broker.store().groupQueue("g");
    }
}
