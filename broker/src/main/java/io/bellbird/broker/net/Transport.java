package io.bellbird.broker.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;

/** How sockets are watched. */
public enum Transport {
    /** Linux. */
    EPOLL {
        @Override
        IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        ServerSocketChannel newServerChannel() {
            return new EpollServerSocketChannel();
        }

        @Override
        ServerSocketChannel newServerChannel(SocketProtocolFamily family) {
            return new EpollServerSocketChannel(family);
        }

        /** Leaves the port free for a listener that serves IPv4. */
        @Override
        void serveOnlyIpv6(ServerBootstrap bootstrap) {
            bootstrap.option(IPV6_V6ONLY, 1);
        }

        @Override
        ServerChannel newUnixServerChannel() {
            return new EpollServerDomainSocketChannel();
        }

        @Override
        SocketAddress unixAddress(Path path) {
            return new DomainSocketAddress(path.toString());
        }
    },
    /** Everywhere. */
    NIO {
        @Override
        IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        ServerSocketChannel newServerChannel() {
            return new NioServerSocketChannel();
        }

        @Override
        ServerSocketChannel newServerChannel(SocketProtocolFamily family) {
            return new NioServerSocketChannel(SelectorProvider.provider(), family);
        }

        /** The JDK has no such option: connections over IPv4 come, and are closed. */
        @Override
        void serveOnlyIpv6(ServerBootstrap bootstrap) {
            // nothing to set
        }

        @Override
        ServerChannel newUnixServerChannel() {
            return new NioServerDomainSocketChannel();
        }

        @Override
        SocketAddress unixAddress(Path path) {
            return UnixDomainSocketAddress.of(path);
        }
    };

    /** IPPROTO_IPV6 is 41 everywhere, IPV6_V6ONLY is 26 on Linux. */
    private static final ChannelOption<Integer> IPV6_V6ONLY = new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

    /** The fastest that this machine has. io_uring loses closes of aborted connections, and is left out. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory ioHandlers();

    /** A socket that serves both versions of the Internet Protocol, where the machine does. */
    abstract ServerSocketChannel newServerChannel();

    /** A socket of one version of the Internet Protocol. */
    abstract ServerSocketChannel newServerChannel(SocketProtocolFamily family);

    /** For a socket of IPv6 that is bound to all addresses. */
    abstract void serveOnlyIpv6(ServerBootstrap bootstrap);

    /** A Unix domain socket. Its file ends with it. */
    abstract ServerChannel newUnixServerChannel();

    /** What a Unix domain socket is bound to. */
    abstract SocketAddress unixAddress(Path path);
}
