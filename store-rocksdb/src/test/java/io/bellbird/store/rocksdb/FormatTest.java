package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

class FormatTest {
    private static final int GENERATION = 3;
    private static final long SEQUENCE = Numbers.beforeSequences(GENERATION) + 1;
    private static final InstantSource WALL = InstantSource.fixed(Instant.ofEpochSecond(1_000));

    private final StoreTime time = new StoreTime(WALL, () -> TimeUnit.SECONDS.toNanos(50));
    private final QueueFormat format = new QueueFormat(time, GENERATION);
    private final RandomMessages random = new RandomMessages(new Random(1));

    private byte[] bytes(StoredMessage message, long payloadNumber) {
        ByteWriter out = new ByteWriter(16);
        format.write(message, payloadNumber, out);
        return out.toByteArray();
    }

    private StoredMessage read(StoredMessage message, byte[] value, Payloads payloads) throws RocksDBException {
        return format.read(message.queue(), message.sequence(), value, payloads);
    }

    @Test
    void every_queued_message_comes_back_as_it_was() throws RocksDBException {
        for (int i = 0; i < 2000; i++) {
            long number = i % 2 == 0 ? 0 : Numbers.publication(GENERATION, i % 64, i);
            Publication publication = random.publication(random.properties(i % 3 == 0), number);
            StoredMessage message = random.message(i, SEQUENCE + i, publication);

            byte[] value = bytes(message, 0);
            StoredMessage read = read(message, value, Payloads.NONE);

            assertThat(RandomMessages.describe(read)).isEqualTo(RandomMessages.describe(message));
            assertThat(read.publication()).isEqualTo(publication);
            assertThat(read.withdraw()).as("it is in the store").isFalse();
            PublicationFormat.Head head = QueueFormat.head(Arrays.copyOf(value, QueueFormat.HEAD_BYTES_MAX));
            assertThat(head.memoryBytes()).isEqualTo(publication.memoryBytes());
            assertThat(head.number()).isEqualTo(number);
        }
    }

    @Test
    void a_payload_apart_is_found_by_its_number() throws RocksDBException {
        StoredMessage message = random.message(1, SEQUENCE, random.publication());
        byte[] value = bytes(message, 77);

        StoredMessage read = read(message, value, number -> {
            assertThat(number).isEqualTo(77);
            return message.publication().payload();
        });

        assertThat(read.publication()).isEqualTo(message.publication());
        assertThatThrownBy(() -> read(message, value, number -> Bytes.wrap(new byte[100_000])))
                .isInstanceOf(DamagedValueException.class);
    }

    @Test
    void a_cut_or_lengthened_value_is_never_a_message() {
        for (int i = 0; i < 200; i++) {
            StoredMessage message = random.message(1, SEQUENCE, random.publication());
            byte[] value = bytes(message, 0);
            for (int length = 0; length < value.length; length += 1 + length / 50) {
                byte[] cut = Arrays.copyOf(value, length);
                assertThatThrownBy(() -> read(message, cut, Payloads.NONE)).isInstanceOf(DamagedValueException.class);
            }
            byte[] longer = Arrays.copyOf(value, value.length + 1);
            assertThatThrownBy(() -> read(message, longer, Payloads.NONE)).isInstanceOf(DamagedValueException.class);
        }
    }

    @Test
    void any_bytes_are_a_message_or_damaged() {
        Random bits = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            StoredMessage message = random.message(1, SEQUENCE, random.publication());
            byte[] value = bytes(message, 0);
            value[bits.nextInt(value.length)] ^= (byte) (1 << bits.nextInt(8));
            try {
                read(message, value, Payloads.NONE);
            } catch (DamagedValueException | RocksDBException e) {
                assertThat(e).isInstanceOf(DamagedValueException.class);
            }
        }
    }

    @Test
    void a_message_of_this_process_keeps_its_time_of_arrival() throws RocksDBException {
        StoredMessage message = random.message(1, SEQUENCE, expiring(TimeUnit.SECONDS.toNanos(20)));

        StoredMessage read = read(message, bytes(message, 0), Payloads.NONE);

        assertThat(read.publication().arrivedNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void a_message_of_an_earlier_process_has_aged_by_the_wall_clock() throws RocksDBException {
        // had waited 30 s when it was written
        StoredMessage message = random.message(1, SEQUENCE, expiring(TimeUnit.SECONDS.toNanos(20)));
        byte[] value = bytes(message, 0);
        long now = TimeUnit.SECONDS.toNanos(7);

        assertThat(secondsLeft(message, value, 1_010, now)).as("10 s later").isEqualTo(60);
        assertThat(secondsLeft(message, value, 500, now))
                .as("on a machine that starts without a clock")
                .isEqualTo(70);
        assertThat(secondsLeft(message, value, 9_000, now)).as("much later").isZero();
    }

    private static Publication expiring(long arrivedNanos) {
        PublishProperties properties = new PublishProperties(false, 100, null, null, null, List.of());
        return new Publication(Topic.of("t"), Qos.AT_LEAST_ONCE, false, Bytes.EMPTY, properties, "", arrivedNanos);
    }

    private static long secondsLeft(StoredMessage message, byte[] value, long wallSeconds, long nanos)
            throws RocksDBException {
        StoreTime later = new StoreTime(InstantSource.fixed(Instant.ofEpochSecond(wallSeconds)), () -> nanos);
        return new QueueFormat(later, GENERATION + 1)
                .read(message.queue(), message.sequence(), value, Payloads.NONE)
                .publication()
                .remainingExpirySeconds(nanos);
    }

    @Test
    void a_number_of_an_earlier_process_is_forgotten() throws RocksDBException {
        Publication publication = random.publication(PublishProperties.NONE, Numbers.publication(GENERATION, 1, 1));
        StoredMessage message = random.message(1, SEQUENCE, publication);

        StoredMessage read = new QueueFormat(time, GENERATION + 1).read(1, SEQUENCE, bytes(message, 0), Payloads.NONE);

        assertThat(read.publication().number()).isZero();
    }

    @Test
    void every_session_comes_back_as_it_was() {
        for (int i = 0; i < 2000; i++) {
            SessionRecord session = random.session(i);
            ByteWriter out = new ByteWriter(16);
            SessionFormat.writeSession(session, 1234, out);
            byte[] value = out.toByteArray();

            assertThat(SessionFormat.readSession(i, value)).isEqualTo(new SessionFormat.WrittenSession(session, 1234));
            assertThatThrownBy(() -> SessionFormat.readSession(1, Arrays.copyOf(value, value.length - 1)))
                    .isInstanceOf(DamagedValueException.class);
        }
    }

    @Test
    void subscriptions_groups_and_packet_ids_come_back_as_they_were() {
        for (int i = 0; i < 500; i++) {
            ByteWriter out = new ByteWriter(16);
            SubscriptionOptions options = random.options();
            SessionFormat.writeSubscription(options, i, out);
            assertThat(SessionFormat.readSubscription(out.toByteArray()))
                    .isEqualTo(new SessionFormat.Subscribed(options, i));

            TopicFilter filter = random.filter();
            assertThat(Keys.filterOf(Keys.subscription(out, i, filter).toByteArray()))
                    .isEqualTo(filter);

            GroupRecord group = new GroupRecord(i, random.text(), filter);
            SessionFormat.writeGroup(group, out.clear());
            assertThat(SessionFormat.readGroup(i, out.toByteArray())).isEqualTo(group);

            SessionFormat.Assigned assigned = new SessionFormat.Assigned(i, 65_535 - i, SEQUENCE);
            SessionFormat.writeAssigned(assigned, out.clear());
            assertThat(SessionFormat.readAssigned(out.toByteArray())).isEqualTo(assigned);
        }
    }

    @Test
    void keys_sort_as_their_numbers_do() {
        long[] numbers = {0, 1, 255, 256, (1L << 32) - 1, 1L << 32, (1L << 47) + 5, (1L << 48) - 2};
        for (int i = 1; i < numbers.length; i++) {
            byte[] before = Keys.entry(new ByteWriter(16), numbers[i - 1], Long.MAX_VALUE)
                    .toByteArray();
            byte[] key = Keys.entry(new ByteWriter(16), numbers[i], 0).toByteArray();
            assertThat(Arrays.compareUnsigned(before, key)).isNegative();
            assertThat(Arrays.compareUnsigned(key, Keys.after(numbers[i]))).isNegative();
            assertThat(Keys.numberOf(key)).isEqualTo(numbers[i]);
        }
    }
}
