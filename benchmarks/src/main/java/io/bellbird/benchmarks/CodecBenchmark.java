package io.bellbird.benchmarks;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Decoder;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.bellbird.codec.TopicCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bytes to a PUBLISH of 64 bytes of payload, as a server reads it, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final int PACKET_ID = 7;

    @Param({"V3_1_1", "V5"})
    public MqttVersion version = MqttVersion.V5;

    @Param({"AT_MOST_ONCE", "AT_LEAST_ONCE"})
    public Qos qos = Qos.AT_MOST_ONCE;

    private final Topic topic = Topic.of("plant/hall7/machine12/temperature");
    private final Bytes payload = Bytes.wrap(new byte[64]);
    private final ByteBuf in = Unpooled.directBuffer(256);
    private final ByteBuf out = Unpooled.directBuffer(256);
    private final Decoder decoder = Decoder.forServer(new TopicCache(1024), 1 << 20);

    /** Brings the decoder behind CONNECT. */
    @Setup
    public void connect() {
        byte[] v5 = {0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0, 0, 1, 'c'};
        byte[] v3 = {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'c'};
        decoder.decode(Unpooled.wrappedBuffer(version == MqttVersion.V5 ? v5 : v3));
        encodeTo(in);
    }

    @Benchmark
    public @Nullable Packet decode() {
        in.readerIndex(0);
        return decoder.decode(in);
    }

    @Benchmark
    public int encode() {
        out.clear();
        encodeTo(out);
        return out.writerIndex();
    }

    private void encodeTo(ByteBuf to) {
        int packetId = qos == Qos.AT_MOST_ONCE ? 0 : PACKET_ID;
        Publish publish = new Publish(
                packetId, topic, qos, false, false, payload, PublishProperties.NONE, SubscriptionIdentifiers.NONE);
        Encoder.encode(publish, version, to);
    }
}
