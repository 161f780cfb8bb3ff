package io.bellbird.broker.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One file on its way to a browser, a piece at a time: the next is read when the socket has taken the one before. A
 * browser that takes nothing for a while is cut off. Runs on the thread of the disk, one step after the other.
 */
final class FileTransfer {
    private static final int PIECE_BYTES_MAX = 64 * 1024;
    private static final long PATIENCE_SECONDS = 30;

    private final ChannelHandlerContext context;
    private final FileChannel file;
    private final Executor disk;
    private long leftBytes;

    /** @param bytes as many as the answer has promised; a file that has become longer is cut there */
    FileTransfer(ChannelHandlerContext context, FileChannel file, long bytes, Executor disk) {
        this.context = context;
        this.file = file;
        this.leftBytes = bytes;
        this.disk = disk;
    }

    /** Sends the next piece or, when that was all, ends the answer and closes the channel. The file is closed anyway. */
    void proceed() {
        try {
            if (leftBytes == 0) {
                file.close();
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
            } else {
                sendPiece();
            }
        } catch (IOException failure) {
            abandon();
        }
    }

    private void sendPiece() throws IOException {
        ByteBuffer piece = read();
        leftBytes -= piece.remaining();
        Future<?> tooLate = context.executor().schedule(() -> context.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)))
                .addListener(taken -> {
                    tooLate.cancel(false);
                    goOn(taken.isSuccess());
                });
    }

    private ByteBuffer read() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES_MAX, leftBytes));
        while (piece.hasRemaining()) {
            if (file.read(piece) < 0) {
                throw new IOException("the file has become shorter");
            }
        }
        return piece.flip();
    }

    private void goOn(boolean taken) {
        try {
            disk.execute(taken ? this::proceed : this::abandon);
        } catch (RejectedExecutionException stopped) {
            abandon();
        }
    }

    private void abandon() {
        context.close();
        try {
            file.close();
        } catch (IOException closed) {
            // it was read only: nothing can be lost
        }
    }
}
