package io.bellbird.broker.net;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.LOCATION;

import io.bellbird.broker.AnyThread;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The files of one folder, for browsers (the setting http_dir). Nothing outside of the folder is given, whatever the
 * path or a symbolic link says, and nothing whose name begins with a dot. Concurrent: immutable; a thread of its own
 * reads the disk, with one task at most for each connection.
 */
final class HttpFiles implements AutoCloseable {
    /** Fired through the channel before a file is sent. */
    static final Object SENDING = new Object();

    private static final String INDEX = "index.html";
    private static final long IDLE_SECONDS_MAX = 10;

    private static final String ANY_TYPE = "application/octet-stream";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "wasm", "application/wasm",
            "txt", "text/plain; charset=utf-8");

    /** With its symbolic links resolved. */
    private final Path folder;

    private final Executor disk;
    private final Runnable end;

    private HttpFiles(Path folder, Executor disk, Runnable end) throws IOException {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            throw new IOException("http_dir is '" + folder + "', which is no folder that can be read");
        }
        this.folder = folder.toRealPath();
        this.disk = disk;
        this.end = end;
    }

    /**
     * The files of a folder.
     *
     * @throws IOException when it is no folder that can be read
     */
    static HttpFiles open(Path folder) throws IOException {
        ThreadPoolExecutor disk = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS_MAX,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("bellbird-files", true));
        disk.allowCoreThreadTimeOut(true);
        return new HttpFiles(folder, disk, disk::shutdown);
    }

    /** The same, read by what somebody else runs. */
    static HttpFiles of(Path folder, Executor disk) throws IOException {
        return new HttpFiles(folder, disk, () -> {});
    }

    /** Answers GET or HEAD, and closes the channel behind the answer. */
    @AnyThread
    void answer(ChannelHandlerContext context, HttpRequest request) {
        String path = withoutQuery(request.uri());
        boolean headOnly = request.method().equals(HttpMethod.HEAD);
        context.fireUserEventTriggered(SENDING);
        disk.execute(() -> {
            try {
                find(path)
                        .ifPresentOrElse(
                                file -> answer(context, path, file, headOnly),
                                () -> HttpRequests.answer(context, HttpResponseStatus.NOT_FOUND));
            } catch (RuntimeException bug) {
                context.fireExceptionCaught(bug);
            }
        });
    }

    private static String withoutQuery(String uri) {
        int end = uri.indexOf('?');
        return end < 0 ? uri : uri.substring(0, end);
    }

    /** What a path of a request means; empty when that is nothing which may be given. */
    private Optional<Path> find(String path) {
        Optional<Path> below = PercentPath.decode(path);
        if (below.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = folder.resolve(below.get()).toRealPath();
            Path given = Files.isDirectory(file) && path.endsWith("/")
                    ? file.resolve(INDEX).toRealPath()
                    : file;
            boolean fits = Files.isDirectory(given) ? !path.endsWith("/") : Files.isRegularFile(given);
            return Optional.of(given).filter(found -> fits && found.startsWith(folder));
        } catch (IOException | InvalidPathException absent) {
            return Optional.empty();
        }
    }

    private void answer(ChannelHandlerContext context, String path, Path file, boolean headOnly) {
        if (Files.isDirectory(file)) {
            HttpRequests.answer(context, HttpResponseStatus.FOUND, LOCATION, path + "/");
            return;
        }
        try {
            FileChannel content = FileChannel.open(file);
            long bytes = content.size();
            context.write(head(file, bytes));
            new FileTransfer(context, content, headOnly ? 0 : bytes, disk).proceed();
        } catch (IOException unreadable) {
            HttpRequests.answer(context, HttpResponseStatus.NOT_FOUND);
        }
    }

    private static HttpResponse head(Path file, long bytes) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(CONTENT_TYPE, typeOf(file))
                .set(CONTENT_LENGTH, bytes)
                .set(CONNECTION, HttpHeaderValues.CLOSE)
                .set("x-content-type-options", "nosniff");
        return head;
    }

    private static String typeOf(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, ANY_TYPE);
    }

    @Override
    public void close() {
        end.run();
    }
}
