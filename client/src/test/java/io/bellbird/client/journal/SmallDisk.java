package io.bellbird.client.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A disk with so much room, that writes as much as fits and then fails, and whose syncs and truncations may fail. */
public class SmallDisk implements Disk {
    public static final long LARGE = 1L << 40;

    public final AtomicLong room;
    final AtomicBoolean failsSync = new AtomicBoolean();
    final AtomicBoolean failsTruncate = new AtomicBoolean();

    public SmallDisk(long bytes) {
        room = new AtomicLong(bytes);
    }

    @Override
    public FileChannel open(Path file, StandardOpenOption... how) throws IOException {
        return new Channel(FileChannel.open(file, how));
    }

    @Override
    public void syncNames(Path folder) {}

    private final class Channel extends FileChannel {
        private final FileChannel real;

        Channel(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            long left = room.get();
            if (left == 0) {
                throw new IOException("No space left on device");
            }
            int count = (int) Math.min(left, from.remaining());
            int written = real.write(from.slice().limit(count), position);
            from.position(from.position() + written);
            room.addAndGet(-written);
            return written;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (failsTruncate.get()) {
                throw new IOException("Input/output error");
            }
            long before = real.size();
            real.truncate(size);
            room.addAndGet(before - real.size());
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (failsSync.get()) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        // Nothing of what follows is used.

        @Override
        public int read(ByteBuffer to) throws IOException {
            return real.read(to);
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) throws IOException {
            return real.read(to, offset, length);
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long newPosition) throws IOException {
            real.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return real.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
            return real.read(to, position);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            return real.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }
    }
}
