package io.bellbird.client.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** That a folder belongs to one client, and is used by one process at a time. */
final class FolderLock implements AutoCloseable {
    private static final String NAME = "lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a folder, which is made if it is not there.
     *
     * @throws IOException when it is in use, or belongs to another client
     */
    static FolderLock take(Path folder, String clientId) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(
                folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!isLocked(channel)) {
                throw new IOException("it is in use by another client, here or in another process: close that one, or "
                        + "give this one a folder of its own");
            }
            sign(channel, clientId);
            return new FolderLock(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    /** The messages in it are of use only to the client that published them. */
    private static void sign(FileChannel channel, String clientId) throws IOException {
        ByteBuffer owner = ByteBuffer.allocate((int) channel.size());
        while (owner.hasRemaining() && channel.read(owner, owner.position()) > 0) {
            // until all of it is there
        }
        String name = StandardCharsets.UTF_8.decode(owner.flip()).toString();
        if (name.isEmpty()) {
            channel.write(ByteBuffer.wrap(clientId.getBytes(StandardCharsets.UTF_8)), 0);
        } else if (!name.equals(clientId)) {
            throw new IOException("it belongs to the client \"" + name + "\", not to \"" + clientId
                    + "\": give each client a folder of its own");
        }
    }

    /** Lets others have it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
