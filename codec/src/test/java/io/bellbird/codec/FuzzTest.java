package io.bellbird.codec;

import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any bytes give packets, a {@link ProtocolError}, or null for more: never anything else. */
class FuzzTest {
    private static final int ROUNDS = 20_000;
    private static final int RANDOM_BYTES_MAX = 40;
    /** Longer samples have mostly filler to change. */
    private static final int SAMPLE_BYTES_MAX = 300;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void random_bytes_never_break_a_decoder(MqttVersion version) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new byte[1 + random.nextInt(RANDOM_BYTES_MAX)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[bytes.length > 1 ? 1 : 0] = (byte) (bytes.length - 2);
            }
            decode(random.nextBoolean() ? Decoders.connected(version) : Decoders.client(version), bytes, seed);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void changed_samples_never_break_a_decoder(MqttVersion version) {
        List<Sample> samples = Stream.concat(Samples.all(), Samples.readOnly().stream())
                .filter(sample -> sample.version() == version && sample.bytes().length <= SAMPLE_BYTES_MAX)
                .toList();
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Sample sample = samples.get(random.nextInt(samples.size()));
            decode(sample.decoder(), changed(sample.bytes(), random), seed);
        }
    }

    private static byte[] changed(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int index = random.nextInt(changed.length);
            changed[index] = switch (random.nextInt(3)) {
                case 0 -> (byte) random.nextInt(256);
                case 1 -> (byte) (changed[index] ^ (1 << random.nextInt(8)));
                default -> (byte) (changed[index] + (random.nextBoolean() ? 1 : -1));
            };
        }
        return changed;
    }

    private static void decode(Decoder decoder, byte[] bytes, int seed) {
        Supplier<String> what = () -> "seed " + seed + ", bytes " + Wire.hex(bytes);
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        try {
            int before = -1;
            while (decoder.decode(in) != null) {
                if (in.readerIndex() <= before) {
                    fail("does not move on: " + what.get());
                }
                before = in.readerIndex();
            }
        } catch (ProtocolError expected) {
            if (expected.text().isEmpty()) {
                fail("says nothing: " + what.get());
            }
        } catch (RuntimeException | Error e) {
            fail(what.get(), e);
        }
    }
}
