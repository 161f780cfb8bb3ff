package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes from a peer, in whatever pieces: packets, and then perhaps a {@link ProtocolError}. The first byte of an
 * input chooses the decoder, the second how the rest is cut. {@code e2e/fuzz} says how it is fuzzed.
 */
class DecoderFuzzTest {
    /** The largest packet that is accepted, in bytes. */
    private static final int PACKET_BYTES_MAX = 4_000;

    /** What a packet may take in memory for each of its bytes; a list of empty user properties takes most. */
    private static final int MEMORY_PER_BYTE_MAX = 100;

    private static final int MEMORY_MAX = 100_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static File[] corpus() {
        return new File("src/test/fuzz/DecoderFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_bytes_give_packets_or_a_protocol_error(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
        Peer peer = Peer.of(input[0]);
        Decoded whole = decode(peer, bytes, Math.max(1, bytes.length), Math.max(1, bytes.length));
        assertThat(decode(peer, bytes, 1, 1 + (input[1] & 0xFF))).as("cut").isEqualTo(whole);
        check(memoryOf(peer, bytes) <= MEMORY_MAX + (long) MEMORY_PER_BYTE_MAX * bytes.length, "too much memory");
        whole.packets.forEach(packet -> assertRoundTrip(peer, packet, whole.version));
    }

    /** What decoding allocates, in bytes; the second time when the first was too much, since that may load classes. */
    private static long memoryOf(Peer peer, byte[] bytes) {
        long lowest = Long.MAX_VALUE;
        for (int round = 0; round < 2 && lowest > MEMORY_MAX; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            decode(peer, bytes, Math.max(1, bytes.length), Math.max(1, bytes.length));
            lowest = Math.min(lowest, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return lowest;
    }

    /** As an assertion that costs nothing while it holds. */
    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /**
     * What came of some bytes.
     *
     * @param version of the connection when they were over
     * @param error with which they ended, or null
     */
    private record Decoded(List<Packet> packets, @Nullable MqttVersion version, @Nullable String error) {}

    /** Decodes pieces of lengths between two bounds. */
    private static Decoded decode(Peer peer, byte[] bytes, int pieceMin, int pieceMax) {
        SplittableRandom random = new SplittableRandom(pieceMax);
        Decoder decoder = peer.decoder();
        decoder.limitPackets(PACKET_BYTES_MAX);
        List<Packet> packets = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        int sent = 0;
        try {
            while (sent < bytes.length) {
                int end = Math.min(bytes.length, sent + random.nextInt(pieceMin, pieceMax + 1));
                in.writeBytes(bytes, sent, end - sent);
                sent = end;
                readAll(decoder, in, packets);
                check(in.readableBytes() < PACKET_BYTES_MAX, "more bytes wait than a packet may have");
                in.discardReadBytes();
            }
            return new Decoded(packets, decoder.version(), null);
        } catch (ProtocolError error) {
            check(!error.text().isEmpty(), "an error that says nothing");
            return new Decoded(packets, decoder.version(), error.reason() + " " + error.text());
        }
    }

    private static void readAll(Decoder decoder, ByteBuf in, List<Packet> packets) {
        int start = in.readerIndex();
        for (Packet packet = decoder.decode(in); packet != null; packet = decoder.decode(in)) {
            int length = in.readerIndex() - start;
            check(length >= 2 && length <= PACKET_BYTES_MAX, "a packet of " + length + " bytes");
            start = in.readerIndex();
            packets.add(packet);
        }
        check(in.readerIndex() == start, "bytes were taken that gave no packet");
    }

    private static void assertRoundTrip(Peer peer, Packet packet, @Nullable MqttVersion version) {
        Objects.requireNonNull(version);
        ByteBuf wire = Unpooled.buffer();
        Encoder.encode(packet, version, wire);
        Peer same = packet.type() == PacketType.CONNECT ? Peer.STRANGER : peer.in(version);
        assertThat(Decoders.decodeAll(same.decoder(), wire)).containsExactly(packet);
    }

    /** Who sends the bytes: nobody that is known yet, a client that has connected, or a server. */
    private record Peer(@Nullable MqttVersion version, boolean isClient) {
        static final Peer STRANGER = new Peer(null, true);

        static Peer of(byte choice) {
            MqttVersion[] versions = MqttVersion.values();
            int number = Math.floorMod(choice, 1 + 2 * versions.length);
            return number == 0
                    ? STRANGER
                    : new Peer(versions[(number - 1) % versions.length], number <= versions.length);
        }

        Peer in(MqttVersion known) {
            return new Peer(known, isClient);
        }

        Decoder decoder() {
            if (version == null) {
                return Decoders.server();
            }
            return isClient ? Decoders.connected(version) : Decoders.client(version);
        }
    }
}
