package io.bellbird.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.LogType;
import io.bellbird.broker.config.SyslogFacility;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(20)
class SyslogTest {
    private static final String NAME = " bellbird[" + ProcessHandle.current().pid() + "]: ";

    @TempDir
    private Path folder;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void a_line_is_a_datagram_with_its_facility_and_severity() throws Exception {
        daemon();
        try (Syslog syslog = Syslog.open(socket(), SyslogFacility.LOCAL3, ZoneOffset.UTC)) {
            syslog.write(List.of(line(LogType.ERROR, "bad"), line(LogType.SUBSCRIBE, "client=ä filter=#")), 0, 1234);
        }

        assertThat(received.take()).isEqualTo("<155>Jan  1 00:00:01" + NAME + "bad");
        assertThat(received.take()).isEqualTo("<157>Jan  1 00:00:01" + NAME + "client=ä filter=#");
    }

    @Test
    void each_line_of_a_stack_is_a_datagram() throws Exception {
        daemon();
        try (Syslog syslog = Syslog.open(socket(), SyslogFacility.DAEMON, ZoneOffset.UTC)) {
            syslog.write(List.of(new LogLine(LogType.ERROR, 1234, "bug", "Exception\n\tat x\n")), 0, 1234);
        }

        assertThat(List.of(received.take(), received.take(), received.take()))
                .extracting(datagram -> datagram.substring(datagram.indexOf(": ") + 2))
                .containsExactly("bug", "Exception", "\tat x");
    }

    @Test
    void lines_that_a_daemon_missed_while_it_was_away_are_counted() throws Exception {
        Channel daemon = daemon();
        try (Syslog syslog = Syslog.open(socket(), SyslogFacility.DAEMON, ZoneOffset.UTC)) {
            daemon.close().await();
            Files.delete(socket());
            syslog.write(List.of(line(LogType.NOTICE, "lost"), line(LogType.NOTICE, "lost, too")), 0, 1234);
            daemon();
            syslog.write(List.of(line(LogType.NOTICE, "kept")), 0, 1234);
        }

        assertThat(received.take()).endsWith(": dropped=2 log lines could not be written");
        assertThat(received.take()).endsWith(": kept");
    }

    @Test
    void without_a_daemon_it_says_so() {
        assertThatThrownBy(() -> Syslog.open(socket(), SyslogFacility.DAEMON, ZoneOffset.UTC))
                .isInstanceOf(UnreachableLogException.class)
                .hasMessage("cannot reach the system log at " + socket() + ": no system log daemon listens there");
    }

    private static LogLine line(LogType type, String message) {
        return new LogLine(type, 1234, message, "");
    }

    private Path socket() {
        return folder.resolve("log");
    }

    private Channel daemon() throws InterruptedException, IOException {
        return new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket datagram) {
                        received.add(datagram.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(socket().toFile()))
                .sync()
                .channel();
    }
}
