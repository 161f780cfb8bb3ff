package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminHandler;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.admin.AdminToken;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.net.Routes.Answer;
import io.bellbird.broker.net.Routes.Entry;
import io.bellbird.codec.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP requests of one connection to the admin listener, one after the other: the next is read when the answer to the
 * one before has left. Belongs to the admin thread.
 */
final class AdminRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(AdminRequests.class);

    private static final int LINE_BYTES_MAX = 2 * 1024;
    private static final int HEADERS_BYTES_MAX = 8 * 1024;
    private static final int BODY_BYTES_MAX = 1024 * 1024;
    /** The first request must be there by then. */
    private static final int FIRST_REQUEST_SECONDS = 10;
    /** And each further one so long after the answer to the one before. */
    private static final int NEXT_REQUEST_SECONDS = 60;
    /** A request is answered, and the answer taken, within that time. */
    private static final int ANSWER_SECONDS = 15;
    /** What others than the broker answer may take that long before the answer is there: they try out passwords, say. */
    static final int HANDLER_SECONDS = 120;

    private static final Answer NOT_DECODED =
            Answer.line(HttpResponseStatus.BAD_REQUEST, "a % in the address is not followed by two digits");

    private final Routes routes;
    private final AdminToken token;
    /** Names by which clients may call the server, in lower case; empty when any will do. */
    private final Set<String> hosts;

    private @Nullable Future<?> deadline;
    /** What goes to the client until it leaves; then nothing else does. */
    private @Nullable TextSource source;
    /** A request was asked for and is not here. */
    private boolean waiting;

    private AdminRequests(Routes routes, AdminToken token, Set<String> hosts) {
        this.routes = routes;
        this.token = token;
        this.hosts = hosts;
    }

    /** Puts HTTP on a channel that does not read by itself. */
    static void addTo(ChannelPipeline pipeline, Routes routes, AdminToken token, Set<String> hosts) {
        pipeline.addLast(
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                        .setMaxHeaderSize(HEADERS_BYTES_MAX)),
                new HttpObjectAggregator(BODY_BYTES_MAX, true),
                new FlowControlHandler(),
                new AdminRequests(routes, token, hosts));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        closeAfter(context, FIRST_REQUEST_SECONDS);
        next(context);
    }

    private void next(ChannelHandlerContext context) {
        waiting = true;
        context.read();
    }

    /** What came was not yet a whole request. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (waiting) {
            context.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopDeadline();
        forgetSource();
    }

    private void forgetSource() {
        TextSource before = source;
        source = null;
        if (before != null) {
            before.onEnd();
        }
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void closeAfter(ChannelHandlerContext context, int seconds) {
        stopDeadline();
        deadline = context.executor().schedule(() -> context.close(), seconds, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        waiting = false;
        if (source != null) {
            context.close(); // nothing can be answered behind a text without an end
            return;
        }
        closeAfter(context, ANSWER_SECONDS);
        Exchange exchange = new Exchange(context, request);
        Entry entry = routes.find(request.uri());
        if (request.decoderResult().isFailure()) {
            exchange.refuse(refusal(request.decoderResult().cause()));
        } else if (!hasGoodHost(request)) {
            exchange.refuse(
                    Answer.line(
                            HttpResponseStatus.BAD_REQUEST,
                            "the Host header does not name this server: use 127.0.0.1, localhost or the address of admin_listener"));
        } else if (entry == null && routes.others() != null) {
            answer(routes.others(), request, exchange);
        } else if (entry == null) {
            exchange.send(Answer.line(HttpResponseStatus.NOT_FOUND, "there are " + routes.paths()));
        } else if (!entry.allows(request.method())) {
            exchange.allow(entry);
        } else if (entry.guarded() && !token.isIn(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            exchange.send(Answer.line(HttpResponseStatus.UNAUTHORIZED, token.whereItIs()));
        } else {
            answer(entry, exchange.peer(), request.uri(), exchange);
        }
    }

    private void answer(Entry entry, String peer, String target, Exchange exchange) {
        try {
            entry.route().answer(Routes.Request.of(peer, target), exchange);
        } catch (IllegalArgumentException notDecoded) {
            exchange.send(NOT_DECODED);
        }
    }

    private void answer(AdminHandler handler, FullHttpRequest request, Exchange exchange) {
        AdminRequest asked;
        try {
            asked = asked(request, exchange.peer());
        } catch (IllegalArgumentException notDecoded) {
            exchange.send(NOT_DECODED);
            return;
        }
        closeAfter(exchange.context, HANDLER_SECONDS);
        try {
            handler.handle(asked, exchange);
        } catch (RuntimeException | AssertionError bug) {
            log.error("from={} a request failed, this is a defect of the broker", exchange.peer(), bug);
            exchange.refuse(Answer.line(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    "this is a defect of the broker, which its log describes"));
        }
    }

    private static AdminRequest asked(FullHttpRequest request, String peer) {
        String target = request.uri();
        int query = target.indexOf('?');
        Map<String, List<String>> headers = new TreeMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(header.getValue());
        }
        return new AdminRequest(
                request.method().name(),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                new QueryStringDecoder(target).parameters(),
                headers,
                Bytes.wrap(ByteBufUtil.getBytes(request.content())),
                peer);
    }

    private static Answer refusal(Throwable failure) {
        boolean tooLong = failure instanceof TooLongHttpHeaderException || failure instanceof TooLongHttpLineException;
        return tooLong
                ? Answer.line(
                        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        "the request is too long: its first line may have " + LINE_BYTES_MAX + " bytes, its headers "
                                + HEADERS_BYTES_MAX)
                : Answer.line(HttpResponseStatus.BAD_REQUEST, "this is no HTTP request");
    }

    /** A page of somebody else may have given its own name our address, so that browsers read from here for it. */
    private boolean hasGoodHost(FullHttpRequest request) {
        List<String> named = request.headers().getAll(HttpHeaderNames.HOST);
        if (named.size() != 1) {
            return named.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        }
        return hosts.isEmpty() || hosts.contains(withoutPort(named.get(0)).toLowerCase(Locale.ROOT));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || colon < host.lastIndexOf(']') ? host : host.substring(0, colon);
    }

    /** One request, and what it gets. */
    private final class Exchange implements Routes.Reply, AdminReply {
        private final ChannelHandlerContext context;
        private final HttpVersion version;
        private final boolean head;
        private boolean keepAlive;

        Exchange(ChannelHandlerContext context, FullHttpRequest request) {
            this.context = context;
            this.version = request.protocolVersion();
            this.head = request.method().equals(HttpMethod.HEAD);
            this.keepAlive = HttpUtil.isKeepAlive(request);
        }

        String peer() {
            return Peers.text(context.channel().remoteAddress());
        }

        /** Whoever sends such a thing may have sent more of it. */
        void refuse(Answer answer) {
            log.info(
                    "from={} admin_listener refused: {}",
                    Peers.text(context.channel()),
                    answer.body().strip());
            keepAlive = false;
            send(answer);
        }

        void allow(Entry entry) {
            keepAlive = false;
            write(Answer.line(HttpResponseStatus.METHOD_NOT_ALLOWED, "use " + entry.methods())
                    .toAdminAnswer()
                    .with("allow", entry.methods()));
        }

        @Override
        public void send(Answer answer) {
            AdminAnswer plain = answer.toAdminAnswer();
            write(
                    answer.status().equals(HttpResponseStatus.UNAUTHORIZED)
                            ? plain.with("www-authenticate", "Bearer")
                            : plain);
        }

        @Override
        @AnyThread
        public void send(AdminAnswer answer) {
            execute(() -> write(answer));
        }

        /** On the admin thread; not once the listener has ended. */
        @Override
        @AnyThread
        public void execute(Runnable action) {
            if (context.executor().inEventLoop()) {
                action.run();
                return;
            }
            try {
                context.executor().execute(action);
            } catch (RejectedExecutionException stopped) {
                log.debug("the admin listener has ended", stopped);
            }
        }

        private void write(AdminAnswer answer) {
            ByteBuf body = head
                    ? Unpooled.EMPTY_BUFFER
                    : Unpooled.wrappedBuffer(answer.body().array());
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
            describe(response, answer.headers());
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length());
            HttpUtil.setKeepAlive(response, keepAlive);
            closeAfter(context, ANSWER_SECONDS);
            context.writeAndFlush(response).addListener(left -> {
                if (keepAlive && left.isSuccess()) {
                    closeAfter(context, NEXT_REQUEST_SECONDS);
                    readSoon(context);
                } else {
                    context.close();
                }
            });
        }

        @Override
        public Runnable stream(TextSource text) {
            return stream(Map.of("content-type", Answer.TEXT), text);
        }

        @Override
        public Runnable stream(Map<String, String> headers, TextSource text) {
            stopDeadline();
            HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            describe(response, headers);
            HttpUtil.setKeepAlive(response, false);
            HttpUtil.setTransferEncodingChunked(response, !version.equals(HttpVersion.HTTP_1_0));
            context.writeAndFlush(response);
            if (!context.channel().isActive() || head) {
                text.onEnd();
                context.close();
                return () -> {};
            }
            source = text;
            readSoon(context); // so that the end of the client is seen
            return () -> execute(() -> writeText(context));
        }

        @Override
        @AnyThread
        public void end() {
            execute(() -> {
                if (source == null) {
                    context.close();
                    return;
                }
                forgetSource();
                closeAfter(context, ANSWER_SECONDS);
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(left -> context.close());
            });
        }
    }

    private static void describe(HttpResponse response, Map<String, String> headers) {
        response.headers()
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("x-content-type-options", "nosniff");
        headers.forEach((name, value) -> response.headers().set(name, value));
    }

    /** Not from within the reading of a request, at whose end the handlers before forget it. */
    private void readSoon(ChannelHandlerContext context) {
        context.executor().execute(() -> next(context));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        writeText(context);
    }

    /** As much as the socket takes: the rest waits at its source, which has a limit. */
    private void writeText(ChannelHandlerContext context) {
        boolean written = false;
        while (source != null && context.channel().isWritable()) {
            String text = source.next();
            if (text == null) {
                break;
            }
            context.write(new DefaultHttpContent(ByteBufUtil.writeUtf8(context.alloc(), text)));
            written = true;
        }
        if (written) {
            context.flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("from={} closed", Peers.text(context.channel()), cause);
        context.close();
    }
}
