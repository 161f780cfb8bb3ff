package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the hot path allocates, measured over many packets once it is warm. */
class AllocationTest {
    private static final int PACKETS = 100_000;
    private static final int ROUNDS = 5;

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
                .isZero();
        out.release();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "V3_1_1, 30 [ 'sensors/1/temperature' <PAYLOAD> ]",
                "V3_1_1, 32 [ 'sensors/1/temperature' 0007 <PAYLOAD> ]",
                "V5,     30 [ 'sensors/1/temperature' [ ] <PAYLOAD> ]",
                "V5,     32 [ 'sensors/1/temperature' 0007 [ ] <PAYLOAD> ]"
            })
    void decoding_a_publish_allocates_the_record_and_the_payload(MqttVersion version, String packet) {
        long recordBytes = 48;
        long payloadBytes = 16 + 16 + 64;
        ByteBuf in = Unpooled.directBuffer(256).writeBytes(Wire.bytes(packet.replace("PAYLOAD", "x".repeat(64))));
        Decoder decoder = Decoders.client(version);
        assertThat(bytesPerRun(() -> {
                    in.readerIndex(0);
                    decoder.decode(in);
                }))
                .isLessThanOrEqualTo(recordBytes + payloadBytes);
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
