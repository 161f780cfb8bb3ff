package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class FrameReaderTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameReader());

    private void write(String hexadecimal) {
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hexadecimal.replace(" ", ""))));
    }

    /** All data that came, which is released. */
    private byte[] read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            byte[] content = new byte[piece.readableBytes()];
            piece.readBytes(content);
            piece.release();
            bytes.writeBytes(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void a_frame_that_announces_a_lot_is_handed_on_as_it_comes() {
        write("82 FF 0000000040000000 01020304");
        assertThat(read()).isEmpty();

        write("0000");
        assertThat(read()).containsExactly(1, 2);
        write("000000");
        assertThat(read()).containsExactly(3, 4, 1);
    }

    @Test
    void what_comes_together_is_handed_on_together() {
        write("82 83 01020304 000000  82 81 01020304 00  82 80 00000000  82 8A 10000001 00000000000000000000");

        ByteBuf data = channel.readInbound();
        assertThat(ByteBufUtil.hexDump(data)).isEqualTo("010203" + "01" + "10000001100000011000");
        data.release();
        assertThat(read()).isEmpty();
    }

    @Test
    void data_before_and_after_a_control_frame_keeps_its_place() {
        write("82 81 00000000 01  82 81 00000000 02  89 81 00000000 09  82 81 00000000 03");

        assertThat(ByteBufUtil.hexDump(data(channel.readInbound()))).isEqualTo("0102");
        PingWebSocketFrame ping = channel.readInbound();
        assertThat(ByteBufUtil.hexDump(data(ping.content()))).isEqualTo("09");
        assertThat(ByteBufUtil.hexDump(data(channel.readInbound()))).isEqualTo("03");
    }

    /** A copy that need not be released. */
    private static byte[] data(ByteBuf content) {
        byte[] bytes = ByteBufUtil.getBytes(content);
        content.release();
        return bytes;
    }

    @Test
    void what_is_before_a_broken_frame_is_handed_on() {
        assertThatThrownBy(() -> write("82 81 00000000 01  81 81 00000000 02"))
                .isInstanceOf(CorruptedWebSocketFrameException.class);

        assertThat(read()).containsExactly(1);
    }

    @Test
    void what_follows_a_close_frame_is_thrown_away() {
        write("82 81 00000000 01  88 80 00000000  82 81 00000000 02");

        ByteBuf data = channel.readInbound();
        assertThat(data.readByte()).isEqualTo((byte) 1);
        data.release();
        CloseWebSocketFrame close = channel.readInbound();
        close.release();
        assertThat(read()).isEmpty();
    }

    @Test
    void data_is_the_same_however_it_was_cut() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 500; round++) {
            byte[] content = new byte[random.nextInt(70_000)];
            random.nextBytes(content);
            ByteBuf stream = Unpooled.buffer();
            boolean first = true;
            int done = 0;
            while (done < content.length || first) {
                int length = Math.min(content.length - done, random.nextInt(1 + content.length));
                frame(stream, first, done + length == content.length, content, done, length, random.nextInt());
                first = false;
                done += length;
            }
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            while (stream.isReadable()) {
                channel.writeInbound(stream.readRetainedSlice(1 + random.nextInt(stream.readableBytes())));
                received.writeBytes(read());
            }
            stream.release();
            assertThat(received.toByteArray()).as("seed 11 round %d", round).isEqualTo(content);
        }
    }

    private static void frame(
            ByteBuf out, boolean first, boolean last, byte[] content, int start, int length, int mask) {
        out.writeByte((last ? 0x80 : 0) | (first ? 2 : 0));
        if (length < 126) {
            out.writeByte(0x80 | length);
        } else if (length <= 0xFFFF) {
            out.writeByte(0x80 | 126).writeShort(length);
        } else {
            out.writeByte(0x80 | 127).writeLong(length);
        }
        out.writeInt(mask);
        for (int i = 0; i < length; i++) {
            out.writeByte(content[start + i] ^ (mask >>> (24 - 8 * (i % 4))));
        }
    }

    @Test
    void control_frames_come_whole_also_without_a_payload_and_between_fragments() {
        write("02 81 00000000 61  89 82 00000000 62");
        assertThat(read()).containsExactly('a');
        write("63");
        PingWebSocketFrame ping = channel.readInbound();
        assertThat(ping.content()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {'b', 'c'}));
        ping.release();
        write("8A 80 00000000");
        PongWebSocketFrame pong = channel.readInbound();
        assertThat(pong.content().readableBytes()).isZero();
        pong.release();
        write("80 81 00000000 64  88 82 00000000 03E8");
        ByteBuf rest = channel.readInbound();
        assertThat(rest.readByte()).isEqualTo((byte) 'd');
        rest.release();
        CloseWebSocketFrame close = channel.readInbound();
        assertThat(close.statusCode()).isEqualTo(1000);
        close.release();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81 80 00000000", // text
                "82 00", // no mask
                "C2 80 00000000", // a reserved bit
                "83 80 00000000", // an opcode that nobody knows
                "80 80 00000000", // a continuation of nothing
                "02 80 00000000 82 80 00000000", // a message within a message
                "09 80 00000000", // a fragment of a ping
                "89 FE 007E 00000000", // a long ping
                "88 81 00000000 03", // half a status
                "82 FF 8000000000000000 00000000" // a length below 0
            })
    void broken_frames_are_errors_once_and_what_follows_is_thrown_away(String frames) {
        String paddedToAHeader = frames + " 00000000";

        assertThatThrownBy(() -> write(paddedToAHeader)).isInstanceOf(CorruptedWebSocketFrameException.class);

        write("82 81 00000000 61");
        assertThat(read()).isEmpty();
    }
}
