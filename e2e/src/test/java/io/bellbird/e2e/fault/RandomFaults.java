package io.bellbird.e2e.fault;

import io.bellbird.e2e.fault.Fault.Kind;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A fault for each of the first links, and none for those that come then, so that all gets through at last. A seed says the
 * same of each link in each run; which packet that is depends on what the two ends send.
 *
 * @param links with a fault, 0 or more
 * @param bytesMax after which it comes at the latest, 1 or more
 * @param swallowing some links swallow bytes, which takes a keep-alive to be noticed
 */
record RandomFaults(long seed, int links, int bytesMax, boolean swallowing) implements IntFunction<Fault> {
    private static final int HANDSHAKE_BYTES = 80;

    @Override
    public Fault apply(int link) {
        if (link >= links) {
            return Fault.NONE;
        }
        Random random = new Random(seed * 1_000_003 + link);
        random.nextInt(); // the first of neighbouring seeds are alike
        Direction direction = random.nextBoolean() ? Direction.TO_BROKER : Direction.TO_CLIENT;
        int bytes = random.nextInt(5) == 0 ? random.nextInt(HANDSHAKE_BYTES) : random.nextInt(bytesMax);
        return new Fault(kind(random.nextInt(12)), direction, bytes);
    }

    private Kind kind(int dice) {
        if (dice == 0 && swallowing) {
            return Kind.SWALLOW;
        }
        if (dice == 1) {
            return Kind.STALL;
        }
        return dice <= 7 ? Kind.RESET : Kind.HANG_UP;
    }
}
