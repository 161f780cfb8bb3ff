package io.bellbird.broker.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The file of a Unix domain socket, before it is bound. Used by the thread that starts. */
final class UnixSocketFile {
    private static final int KIND_OF_FILE = 0170000;
    private static final int SOCKET = 0140000;

    private UnixSocketFile() {}

    /**
     * Makes room for a socket: removes the one that a broker which died has left behind, and nothing else.
     *
     * @throws IOException when something else is there, when somebody answers, or when there is no folder; says what to
     *     do
     */
    static void makeRoom(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + ": make it, writable for the user of the broker");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new IOException("there is a file that is no socket: remove it, or choose another path");
        }
        if (isAnswered(path)) {
            throw new IOException("it is in use");
        }
        Files.delete(path);
    }

    private static boolean isSocket(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & KIND_OF_FILE) == SOCKET;
    }

    /** Does not wait for one who is there and too busy to answer. */
    private static boolean isAnswered(Path path) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(address);
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (SocketException unknown) {
            throw new IOException(
                    "a program may be there, which could not be asked (" + unknown.getMessage()
                            + "): stop it, or remove the file, or choose another path",
                    unknown);
        }
    }
}
