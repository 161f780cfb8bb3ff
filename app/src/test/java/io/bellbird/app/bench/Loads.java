package io.bellbird.app.bench;

import io.bellbird.codec.Qos;

/** Small loads for tests. */
final class Loads {
    private Loads() {}

    static Load of(Scenario scenario, double rate) {
        return new Load(
                scenario,
                Math.min(2, scenario.publishers()),
                Math.min(2, scenario.subscribers()),
                Math.min(2, scenario.topics()),
                Stamp.BYTES,
                Qos.AT_LEAST_ONCE,
                rate,
                0,
                0.3,
                0,
                20);
    }

    static Load withClients(int publishers, int subscribers, int size, int inflight) {
        return new Load(Scenario.SUB, publishers, subscribers, 1, size, Qos.AT_LEAST_ONCE, 100, 0, 1, 0, inflight);
    }
}
