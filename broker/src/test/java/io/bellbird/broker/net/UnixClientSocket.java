package io.bellbird.broker.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The client's end of a Unix domain socket, for those who know sockets of TCP only. Waits for ever. */
final class UnixClientSocket extends Socket {
    private final SocketChannel channel;

    UnixClientSocket(Path path) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    @Override
    public InputStream getInputStream() {
        return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream getOutputStream() {
        return Channels.newOutputStream(channel);
    }

    @Override
    public void setSoTimeout(int timeoutMillis) {
        // the test has a timeout
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // this is not TCP
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
