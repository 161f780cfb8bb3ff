package io.bellbird.app.log;

import io.bellbird.broker.config.LogType;
import io.bellbird.broker.config.SyslogFacility;
import io.bellbird.broker.config.TimestampFormat;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The system log of Linux: each line is a datagram to the socket of its daemon (RFC 3164, section 4.1). A daemon that
 * was started again is found with the next line; what it did not get meanwhile is counted.
 */
final class Syslog implements LogOutput, AutoCloseable {
    /** Where the daemon listens. */
    static final Path SOCKET = Path.of("/dev/log");

    private static final long SEND_MILLIS_MAX = 2_000;
    private static final DateTimeFormatter TIME = new TimestampFormat("%b %e %T").formatter();

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("syslog", true), EpollIoHandler.newFactory());
    private final Bootstrap bootstrap = new Bootstrap()
            .group(loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel opened) {
                    // nothing comes back from a system log
                }
            });
    private final DomainSocketAddress address;
    private final SyslogFacility facility;
    private final ZoneId zone;
    private final String name = " bellbird[" + ProcessHandle.current().pid() + "]: ";
    private Channel channel;
    private long linesLost;

    private Syslog(Path socket, SyslogFacility facility, ZoneId zone) throws UnreachableLogException {
        this.address = new DomainSocketAddress(socket.toFile());
        this.facility = facility;
        this.zone = zone;
        ChannelFuture connected = bootstrap.connect(address).awaitUninterruptibly();
        if (!connected.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new UnreachableLogException(
                    "cannot reach the system log at " + socket + ": no system log daemon listens there");
        }
        this.channel = connected.channel();
    }

    /**
     * Connects to the daemon.
     *
     * @param zone of the times that are sent
     * @throws UnreachableLogException when nobody listens there, or the machine has no such sockets
     */
    static Syslog open(Path socket, SyslogFacility facility, ZoneId zone) throws UnreachableLogException {
        if (!Epoll.isAvailable()) {
            throw new UnreachableLogException("cannot reach the system log: that is supported on Linux only");
        }
        return new Syslog(socket, facility, zone);
    }

    @Override
    public void write(List<LogLine> lines, long lost, long timeMillis) {
        linesLost += lost;
        if (linesLost > 0 && send(LogLine.ofLost(linesLost, timeMillis))) {
            linesLost = 0;
        }
        for (LogLine line : lines) {
            if (!send(line)) {
                linesLost++;
            }
        }
    }

    private boolean send(LogLine line) {
        String head = "<" + (facility.code() * 8 + severity(line.type())) + ">"
                + TIME.format(Instant.ofEpochMilli(line.timeMillis()).atZone(zone)) + name;
        return Stream.concat(Stream.of(line.message()), line.stack().lines()).allMatch(part -> send(head + part));
    }

    private boolean send(String datagram) {
        if (!channel.isActive() && !connectAgain()) {
            return false;
        }
        ChannelFuture sent = channel.writeAndFlush(Unpooled.wrappedBuffer(datagram.getBytes(StandardCharsets.UTF_8)));
        boolean done = sent.awaitUninterruptibly(SEND_MILLIS_MAX) && sent.isSuccess();
        if (!done) {
            channel.close().awaitUninterruptibly();
        }
        return done;
    }

    private boolean connectAgain() {
        ChannelFuture connected = bootstrap.connect(address).awaitUninterruptibly();
        if (connected.isSuccess()) {
            channel = connected.channel();
        }
        return connected.isSuccess();
    }

    /** The urgency in the system log, 3..7. */
    private static int severity(LogType type) {
        return switch (type) {
            case ERROR -> 3;
            case WARNING -> 4;
            case NOTICE, SUBSCRIBE, UNSUBSCRIBE -> 5;
            case INFORMATION -> 6;
            case DEBUG, WEBSOCKETS -> 7;
        };
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, SEND_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
