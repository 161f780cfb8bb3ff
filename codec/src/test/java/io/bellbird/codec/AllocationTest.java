package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What the hot path allocates, measured over many packets once it is warm. */
class AllocationTest {
    private static final int PACKETS = 100_000;
    private static final int ROUNDS = 5;
    /** What the measuring itself may allocate, spread over the packets. */
    private static final long NOISE_BYTES = 2;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void encoding_a_publish_allocates_nothing() {
        ByteBuf out = Unpooled.directBuffer(256);
        Topic topic = Topic.of("sensors/1/temperature");
        Bytes payload = Bytes.wrap(new byte[64]);
        assertThat(bytesPerRun(() -> {
                    out.clear();
                    Encoder.encodePublishHead(
                            MqttVersion.V3_1_1,
                            topic,
                            0,
                            7,
                            Qos.AT_LEAST_ONCE,
                            false,
                            false,
                            payload.length(),
                            PublishProperties.NONE,
                            PublishProperties.NO_EXPIRY,
                            SubscriptionIdentifiers.NONE,
                            out);
                    out.writeBytes(payload.array());
                }))
                .isLessThanOrEqualTo(NOISE_BYTES);
        out.release();
    }

    @Test
    void decoding_a_publish_allocates_the_record_and_the_payload() {
        long recordBytes = 48;
        long payloadBytes = 16 + 16 + 64;
        ByteBuf in = Unpooled.directBuffer(256)
                .writeBytes(Wire.bytes("30 [ 'sensors/1/temperature' <" + "x".repeat(64) + "> ]"));
        Decoder decoder = Decoders.client(MqttVersion.V3_1_1);
        assertThat(bytesPerRun(() -> {
                    in.readerIndex(0);
                    decoder.decode(in);
                }))
                .isLessThanOrEqualTo(recordBytes + payloadBytes + NOISE_BYTES);
        in.release();
    }

    /** The lowest of several rounds, since the first ones also pay for compiling. */
    private static long bytesPerRun(Runnable run) {
        long lowest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PACKETS; i++) {
                run.run();
            }
            lowest = Math.min(lowest, (THREADS.getCurrentThreadAllocatedBytes() - before) / PACKETS);
        }
        return lowest;
    }
}
