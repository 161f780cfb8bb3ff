package io.bellbird.app.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a scenario file says.
 *
 * @param seed from which all that is random follows
 * @param start the simulated time at which it begins; empty: the true one
 */
record Scenario(long seed, Optional<Instant> start, List<DeviceKind> kinds) {
    /** How many devices there are of all kinds. */
    int deviceCount() {
        return kinds.stream().mapToInt(DeviceKind::count).sum();
    }
}
