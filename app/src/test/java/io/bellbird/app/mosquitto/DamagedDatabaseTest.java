package io.bellbird.app.mosquitto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DamagedDatabaseTest {
    private static final int FIRST_CHUNK = 23;
    private static final int SECOND_CHUNK = 47;
    private static final int FLIPS = 1_000;
    private static final int RANDOM_FILES = 500;
    private static final long SEED = 20_261_121;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("damaged")
    void damage_is_named_with_its_place_and_what_was_expected(byte[] bytes, long offset, String text)
            throws IOException {
        Path file = written(bytes);
        MosquittoFileException error = catchThrowableOfType(MosquittoFileException.class, () -> readAll(file));
        assertThat(error)
                .hasMessageStartingWith(file + ", byte " + offset + ": ")
                .hasMessageContaining(text);
        assertThat(error.offset()).isEqualTo(offset);
    }

    private static Stream<Arguments> damaged() {
        return Stream.concat(damagedBeginnings(), damagedChunks());
    }

    private static Stream<Arguments> damagedBeginnings() {
        byte[] checked = DatabaseWriter.header(6).bytes();
        checked[17] = 1;
        return Stream.of(
                arguments(new byte[0], 0, "expected the beginning of a database of Mosquitto"),
                arguments(DatabaseWriter.utf8("SQLite format 3\0"), 0, "this is another kind of file"),
                arguments(checked, 15, "expected four bytes that are 0"),
                arguments(DatabaseWriter.header(2).bytes(), 19, "the format is 2, known are 3 to 6"),
                arguments(DatabaseWriter.header(7).bytes(), 19, "the format is 7, known are 3 to 6"),
                arguments(DatabaseWriter.header(6).bytes(), 23, "expected the configuration, found the end"),
                arguments(
                        DatabaseWriter.header(6).session("a").bytes(),
                        FIRST_CHUNK,
                        "expected the configuration first, found a chunk of type 6"),
                arguments(
                        DatabaseWriter.header(6)
                                .configuration(Long.reverseBytes(1234))
                                .bytes(),
                        FIRST_CHUNK,
                        "another byte order"),
                arguments(
                        Arrays.copyOf(DatabaseWriter.format(6).bytes(), SECOND_CHUNK - 1),
                        31,
                        "expected a chunk of type 1 of 16 bytes, but only 15 are left"));
    }

    private static Stream<Arguments> damagedChunks() {
        return Stream.of(
                damagedChunk(
                        "found a second configuration", DatabaseWriter.format(6).configuration(1)),
                damagedChunk(
                        "expected a chunk of type 1 to 6, found 9",
                        DatabaseWriter.format(6).chunk(9, Unpooled.buffer())),
                damagedChunk("no message has it", DatabaseWriter.format(6).retained(1)),
                damagedChunk(
                        "a QoS of 0, 1 or 2 in this chunk, found 3",
                        DatabaseWriter.format(6).message(1, "a", 3, false, "")),
                damagedChunk(
                        "this chunk holds what MQTT does not allow",
                        DatabaseWriter.format(6).message(1, "a/#", 1, false, "")),
                damagedChunk(
                        "another byte order",
                        DatabaseWriter.format(6)
                                .message(1, "a", 1, false, "", Long.reverseBytes(1_800_000_000), new byte[0])),
                damagedChunk("is -1 s after 1970", DatabaseWriter.format(5).session("a", new byte[0], -1, 5)),
                damagedChunk(
                        "this chunk holds what MQTT does not allow",
                        DatabaseWriter.format(6).message(1, "a", 1, false, "", 0, new byte[] {2, 0x7E, 0})),
                damagedChunk(
                        "expected this chunk to end with its properties",
                        DatabaseWriter.format(6).message(1, "a", 1, false, "", 0, new byte[] {0, 0})),
                damagedChunk(
                        "a session without a client id",
                        DatabaseWriter.format(6).session("")),
                damagedChunk(
                        "a client that has no session",
                        DatabaseWriter.format(6).delivery("a", 1, 1, 1, DeliveryState.QUEUED)),
                damagedChunk(
                        "which MQTT does not have", DatabaseWriter.format(6).subscription("a", "a", 1, 0x30, 0)),
                damagedChunk(
                        "a subscription identifier of 268435456",
                        DatabaseWriter.format(6).subscription("a", "a", 1, 0, 268_435_456)),
                damagedChunk(
                        "the topic filter is empty", DatabaseWriter.format(6).subscription("a", "", 1)));
    }

    private static Arguments damagedChunk(String text, DatabaseWriter file) {
        return arguments(file.bytes(), SECOND_CHUNK, text);
    }

    @Test
    void a_delivery_that_cannot_be_is_damage() throws IOException {
        DatabaseWriter impossible = DatabaseWriter.format(6)
                .message(1, "a", 1, false, "")
                .session("a")
                .delivery("a", 1, 0, 1, DeliveryState.AWAIT_PUBACK);
        assertThat(catchThrowableOfType(MosquittoFileException.class, () -> readAll(written(impossible.bytes()))))
                .hasMessageContaining("a message of AT_LEAST_ONCE with packet id 0 to a client cannot be in state 3");
    }

    @Test
    void a_packet_id_in_use_twice_is_damage() throws IOException {
        DatabaseWriter twice = DatabaseWriter.format(6)
                .message(1, "a", 1, false, "")
                .session("a")
                .delivery("a", 1, 4, 1, DeliveryState.AWAIT_PUBACK)
                .delivery("a", 1, 4, 1, DeliveryState.QUEUED)
                .delivery("a", 1, 4, 1, DeliveryState.SEND_QOS_1);
        assertThat(catchThrowableOfType(MosquittoFileException.class, () -> readAll(written(twice.bytes()))))
                .hasMessageContaining("found packet id 4 in use for two messages of one client");
    }

    @Test
    void a_length_without_as_many_bytes_reserves_no_memory() throws IOException {
        byte[] bytes = DatabaseWriter.format(6)
                .message(1, "a", 1, true, "payload")
                .retained(1)
                .bytes();
        // the length of the payload, within a chunk that is long enough
        for (int i = 0; i < 4; i++) {
            bytes[SECOND_CHUNK + 8 + 16 + i] = (byte) (i == 0 ? 0x7F : 0xFF);
        }
        assertThat(catchThrowableOfType(MosquittoFileException.class, () -> readAll(written(bytes))))
                .hasMessageContaining("expected a payload of 2147483647 bytes, but only 7 are left");
    }

    @Test
    void a_file_cut_off_anywhere_is_damaged_or_ends_with_a_whole_chunk() throws IOException {
        byte[] whole = MosquittoDatabaseTest.sample();
        Set<Integer> chunkEnds = chunkEnds(whole);
        Path file = written(whole);
        for (int length = whole.length - 1; length >= 0; length--) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            assertThat(reads(file)).as("cut off after %d bytes", length).isEqualTo(chunkEnds.contains(length));
        }
    }

    @Test
    void flipped_bits_are_an_exception_or_a_result() throws IOException {
        byte[] whole = MosquittoDatabaseTest.sample();
        Random random = new Random(SEED);
        for (int i = 0; i < FLIPS; i++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            reads(written(bytes));
        }
    }

    @Test
    void random_bytes_after_a_true_beginning_are_an_exception_or_a_result() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < RANDOM_FILES; i++) {
            byte[] beginning = DatabaseWriter.format(3 + random.nextInt(4)).bytes();
            byte[] bytes = Arrays.copyOf(beginning, beginning.length + random.nextInt(400));
            for (int at = beginning.length; at < bytes.length; at++) {
                // small numbers, so that types and lengths are often right
                bytes[at] = (byte) (random.nextInt(4) > 0 ? random.nextInt(9) : random.nextInt());
            }
            reads(written(bytes));
        }
    }

    /** Where a chunk of format 6 ends, and the whole file with it. */
    private static Set<Integer> chunkEnds(byte[] bytes) {
        Set<Integer> ends = new HashSet<>();
        int at = FIRST_CHUNK;
        while (at < bytes.length) {
            at += 8 + Unpooled.wrappedBuffer(bytes).getInt(at + 4);
            ends.add(at);
        }
        return ends;
    }

    private Path written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("mosquitto.db"), bytes);
    }

    /** Whether everything could be read; anything but the one exception fails the test. */
    private static boolean reads(Path file) throws IOException {
        try {
            readAll(file);
            return true;
        } catch (MosquittoFileException e) {
            return false;
        }
    }

    private static void readAll(Path file) throws IOException, MosquittoFileException {
        try (MosquittoDatabase database = MosquittoDatabase.open(file)) {
            for (long place : database.retained()) {
                database.message(place);
            }
            for (MosquittoSession session : database.sessions()) {
                for (MosquittoDelivery delivery : session.deliveries()) {
                    database.message(delivery.message());
                }
            }
        }
    }
}
