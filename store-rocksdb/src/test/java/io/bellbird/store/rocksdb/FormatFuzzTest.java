package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.SubscriptionIdentifiers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

/**
 * Any bytes of the disk are a value, which is written and read again as the same one, or damaged. The first byte of an
 * input chooses the format. {@code e2e/fuzz} says how it is fuzzed.
 */
class FormatFuzzTest {
    private static final int GENERATION = 3;
    private static final int EARLIER_GENERATION = 2;
    private static final long NUMBER = 7;
    private static final long WRITTEN_MILLIS = 1_000_000;
    private static final StoreTime TIME =
            new StoreTime(InstantSource.fixed(Instant.ofEpochMilli(WRITTEN_MILLIS)), () -> 50_000_000_000L);

    static File[] corpus() {
        return new File("src/test/fuzz/FormatFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_bytes_are_a_value_or_damaged(File input) throws IOException, RocksDBException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws RocksDBException {
        if (input.length == 0) {
            return;
        }
        byte[] value = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (Math.floorMod(input[0], 8)) {
                case 0 -> readSession(value);
                case 1 -> readSubscription(value);
                case 2 -> readGroup(value);
                case 3 -> readAssigned(value);
                case 4 -> readMessage(value, GENERATION);
                case 5 -> readMessage(value, EARLIER_GENERATION);
                case 6 -> readHead(value);
                default -> readKey(value);
            }
        } catch (DamagedValueException damaged) {
            assertThat(damaged.getMessage()).isNotEmpty();
        }
    }

    private static void readSession(byte[] value) {
        SessionFormat.WrittenSession read = SessionFormat.readSession(NUMBER, value);
        ByteWriter out = new ByteWriter(16);
        SessionFormat.writeSession(read.session(), read.writtenMillis(), out);
        assertThat(SessionFormat.readSession(NUMBER, out.toByteArray())).isEqualTo(read);
    }

    private static void readSubscription(byte[] value) {
        SessionFormat.Subscribed read = SessionFormat.readSubscription(value);
        assertThat(read.identifier()).isBetween(0, SubscriptionIdentifiers.MAX);
        ByteWriter out = new ByteWriter(16);
        SessionFormat.writeSubscription(read.options(), read.identifier(), out);
        assertThat(out.toByteArray()).isEqualTo(value);
    }

    private static void readGroup(byte[] value) {
        ByteWriter out = new ByteWriter(16);
        SessionFormat.writeGroup(SessionFormat.readGroup(NUMBER, value), out);
        assertThat(out.toByteArray()).isEqualTo(value);
    }

    private static void readAssigned(byte[] value) {
        ByteWriter out = new ByteWriter(16);
        SessionFormat.writeAssigned(SessionFormat.readAssigned(value), out);
        assertThat(out.toByteArray()).isEqualTo(value);
    }

    /** What an earlier process wrote has aged, so that it is written as other bytes. */
    private static void readMessage(byte[] value, int writerGeneration) throws RocksDBException {
        QueueFormat format = new QueueFormat(TIME, GENERATION);
        long sequence = Numbers.beforeSequences(writerGeneration) + 1;
        StoredMessage read = format.read(NUMBER, sequence, value, Payloads.NONE);
        ByteWriter out = new ByteWriter(16);
        format.write(read, 0, out);
        long now = Numbers.beforeSequences(GENERATION) + 1;
        StoredMessage again = format.read(NUMBER, now, out.toByteArray(), Payloads.NONE);
        assertThat(again.publication()).isEqualTo(read.publication());
        assertThat(again.qos()).isEqualTo(read.qos());
        assertThat(again.retain()).isEqualTo(read.retain());
        assertThat(again.identifiers()).isEqualTo(read.identifiers());
        assertThat(QueueFormat.head(value).memoryBytes())
                .isEqualTo(read.publication().memoryBytes());
    }

    private static void readHead(byte[] value) {
        assertThat(QueueFormat.head(value).memoryBytes()).isPositive();
    }

    private static void readKey(byte[] key) {
        byte[] filter = Keys.subscription(new ByteWriter(16), Keys.numberOf(key), Keys.filterOf(key))
                .toByteArray();
        assertThat(filter).isEqualTo(key);
    }
}
