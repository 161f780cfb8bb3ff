package io.bellbird.app.mosquitto;

import io.bellbird.codec.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read from front to back, and never beyond the end of the part in which the reader is. Nothing is
 * allocated for a length before it is known that as many bytes are there.
 */
final class FileCursor implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    /** What was read ahead: from the byte at {@link #position} on. */
    private final ByteBuffer ahead = ByteBuffer.allocate(BUFFER_BYTES).flip();

    private long position;
    private long end;

    private FileCursor(Path file, FileChannel channel, long end) {
        this.file = file;
        this.channel = channel;
        this.end = end;
    }

    /** Opens a file for reading; it may be replaced meanwhile, not changed. */
    static FileCursor open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileCursor(file, channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** From the beginning of the file. */
    long position() {
        return position;
    }

    /** Bytes left in the part in which it is. */
    long remaining() {
        return end - position;
    }

    /** Goes to a place that was visited before. */
    void moveTo(long place) throws IOException {
        ahead.clear().flip();
        channel.position(place);
        position = place;
    }

    /**
     * Reads {@code length} bytes as if the file ended after them.
     *
     * @return the true end, to be given to {@link #leave}
     */
    long enter(long length, String what) throws MosquittoFileException {
        require(length, what);
        long outerEnd = end;
        end = position + length;
        return outerEnd;
    }

    /** Goes on after what {@link #enter} entered and what was read whole. */
    void leave(long outerEnd) {
        end = outerEnd;
    }

    int unsignedByte(String what) throws IOException, MosquittoFileException {
        return (int) number(1, what);
    }

    /** Two bytes in network order. */
    int unsignedShort(String what) throws IOException, MosquittoFileException {
        return (int) number(2, what);
    }

    /** Four bytes in network order. */
    long unsignedInt(String what) throws IOException, MosquittoFileException {
        return number(4, what);
    }

    /** Four bytes in the order of the machine that wrote them. */
    int nativeInt(String what) throws IOException, MosquittoFileException {
        return Integer.reverseBytes((int) number(4, what));
    }

    /** Eight bytes in the order of the machine that wrote them. */
    long nativeLong(String what) throws IOException, MosquittoFileException {
        return Long.reverseBytes(number(8, what));
    }

    /** Bytes in network order, each but the first above the sign. */
    private long number(int bytes, String what) throws IOException, MosquittoFileException {
        require(bytes, what);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            if (!ahead.hasRemaining()) {
                readAhead();
            }
            value = (value << Byte.SIZE) | (ahead.get() & 0xFF);
            position++;
        }
        return value;
    }

    Bytes bytes(long length, String what) throws IOException, MosquittoFileException {
        require(length, what);
        if (length > Integer.MAX_VALUE - Byte.SIZE) {
            throw problem(what + " of " + length + " bytes is longer than MQTT allows");
        }
        byte[] bytes = new byte[(int) length];
        int read = 0;
        while (read < bytes.length) {
            if (!ahead.hasRemaining()) {
                readAhead();
            }
            int count = Math.min(ahead.remaining(), bytes.length - read);
            ahead.get(bytes, read, count);
            read += count;
            position += count;
        }
        return Bytes.wrap(bytes);
    }

    /** UTF-8 without U+0000. */
    String string(int length, String what) throws IOException, MosquittoFileException {
        long start = position;
        String text = decode(bytes(length, what));
        if (text == null) {
            throw problem(start, what + " is not UTF-8 text");
        }
        return text;
    }

    /** The text of UTF-8 without U+0000, or null for other bytes. */
    static @Nullable String decode(Bytes utf8) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8.array()));
            String string = text.toString();
            return string.indexOf(0) < 0 ? string : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    void skip(long length, String what) throws IOException, MosquittoFileException {
        require(length, what);
        if (length <= ahead.remaining()) {
            ahead.position(ahead.position() + (int) length);
            position += length;
        } else {
            moveTo(position + length);
        }
    }

    /** The problem at the next byte. */
    MosquittoFileException problem(String text) {
        return problem(position, text);
    }

    MosquittoFileException problem(long offset, String text) {
        return new MosquittoFileException(file, offset, text);
    }

    private void require(long length, String what) throws MosquittoFileException {
        if (length > end - position) {
            throw problem("expected " + what + " of " + length + " bytes, but only " + (end - position)
                    + " are left; the file is cut off or damaged");
        }
    }

    private void readAhead() throws IOException, MosquittoFileException {
        ahead.clear();
        int count = channel.read(ahead);
        ahead.flip();
        if (count <= 0) {
            throw problem("the file became shorter while it was read");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
