package io.bellbird.broker.net;

import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.AdminToken;
import io.bellbird.broker.admin.OpenTraces;
import io.bellbird.broker.admin.Shards;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.MetricsPage;
import io.bellbird.broker.shard.Shared;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics, health and all else that is asked of a broker over HTTP. It has a thread of its own, so that no client of the
 * broker waits for those who watch.
 * Used by the thread that starts and stops.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    /** A browser holds six of them open. */
    private static final int CONNECTIONS_MAX = 256;

    private static final int BACKLOG = 64;
    private static final long STOP_MILLIS_MAX = 1_000;

    private final EventLoopGroup group;
    private final AdminPages pages;
    private final Routes routes;
    private final OpenTraces traces;
    private final AdminToken token;
    private final Channel serverChannel;
    /** Set once, before the broker is handed out. */
    private Optional<AdminHandler> others = Optional.empty();

    private AdminServer(
            EventLoopGroup group,
            AdminPages pages,
            Routes routes,
            OpenTraces traces,
            AdminToken token,
            Channel serverChannel) {
        this.group = group;
        this.pages = pages;
        this.routes = routes;
        this.traces = traces;
        this.token = token;
        this.serverChannel = serverChannel;
    }

    /**
     * Opens the listener, from now on as one of a broker that is starting.
     *
     * @param server whose shards are told of
     * @param token for what is more than metrics and health; removed with the listener, also when there comes to be none
     * @throws IOException when the address cannot be had; nothing is left running
     */
    public static AdminServer open(
            AdminListener config, Shared shared, NettyServer server, Transport transport, AdminToken token)
            throws IOException {
        try {
            return bind(config, shared, server, transport, token);
        } catch (IOException failure) {
            token.remove();
            throw failure;
        }
    }

    private static AdminServer bind(
            AdminListener config, Shared shared, NettyServer server, Transport transport, AdminToken token)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw new IOException("the name " + config.host() + " has no address");
        }
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("bellbird-admin"), transport.ioHandlers());
        EventLoop loop = group.next();
        OpenTraces traces = new OpenTraces(new Shards(server.shards(), shared.homes()), shared.clock());
        AdminPages pages = new AdminPages(shared, server, loop, traces);
        Routes routes = pages.routes();
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channelFactory(transport::newServerChannel)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new Connections(routes, token, hosts(config, address)))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            throw bound.cause() instanceof IOException failure ? failure : new IOException(bound.cause());
        }
        log.debug(
                "metrics and health are served at {}",
                Peers.text(bound.channel().localAddress()));
        return new AdminServer(group, pages, routes, traces, token, bound.channel());
    }

    /** Browsers of this machine can be led to an address of it by the name of somebody else; others cannot reach it. */
    private static Set<String> hosts(AdminListener config, InetSocketAddress address) {
        String host = config.host().toLowerCase(Locale.ROOT);
        String configured = host.contains(":") ? "[" + host + "]" : host;
        return address.getAddress().isLoopbackAddress()
                ? Set.copyOf(List.of("127.0.0.1", "localhost", "[::1]", configured))
                : Set.of();
    }

    /** Accepts connections, on the one thread, as many as may be. */
    private static final class Connections extends ChannelInitializer<Channel> {
        private final Routes routes;
        private final AdminToken token;
        private final Set<String> hosts;
        private int open;

        Connections(Routes routes, AdminToken token, Set<String> hosts) {
            this.routes = routes;
            this.token = token;
            this.hosts = hosts;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (open == CONNECTIONS_MAX) {
                channel.close();
                return;
            }
            open++;
            channel.closeFuture().addListener(closed -> open--);
            AdminRequests.addTo(channel.pipeline(), routes, token, hosts);
        }
    }

    /** With the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) serverChannel.localAddress();
    }

    /** What proves that somebody may read the broker's files. */
    public AdminToken token() {
        return token;
    }

    /** The traces that are on. */
    public OpenTraces traces() {
        return traces;
    }

    /** From now on this answers what is asked for at all other paths; closed with the listener. */
    public void serve(AdminHandler handler) {
        others = Optional.of(handler);
        group.execute(() -> routes.others(handler));
    }

    /** Clients can connect to the broker. */
    public void onOpen() {
        group.execute(() -> pages.become(AdminPages.State.OPEN));
    }

    /**
     * All metrics, as {@code /metrics} has them; any thread may ask.
     *
     * @return completed on the admin thread; fails once the listener has ended
     */
    public CompletableFuture<MetricsPage> metrics() {
        CompletableFuture<MetricsPage> answer = new CompletableFuture<>();
        try {
            group.execute(() -> pages.measure(answer::complete));
        } catch (RejectedExecutionException ended) {
            answer.completeExceptionally(ended);
        }
        return answer;
    }

    /** The broker stops, which may take a while. */
    public void onStopping() {
        group.execute(() -> pages.become(AdminPages.State.STOPPING));
    }

    /** Another configuration holds. */
    public void onReload(BrokerConfig config) {
        group.execute(() -> pages.reconfigure(config));
        others.ifPresent(AdminHandler::onReload);
    }

    /** Ends connections and the thread, and removes the token. */
    @Override
    public void close() {
        token.remove();
        group.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        others.ifPresent(AdminHandler::close);
    }
}
