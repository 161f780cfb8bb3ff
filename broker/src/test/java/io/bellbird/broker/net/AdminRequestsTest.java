package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.admin.AdminAnswer;
import io.bellbird.broker.admin.AdminReply;
import io.bellbird.broker.admin.AdminToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a request may take, in a time that the test moves on. */
class AdminRequestsTest {
    private final List<AdminReply> asked = new ArrayList<>();
    private EmbeddedChannel channel;

    @BeforeEach
    void ask() throws IOException {
        AdminToken token = AdminToken.write(Optional.empty());
        Routes routes = new Routes();
        routes.others((request, reply) -> asked.add(reply));
        channel = new EmbeddedChannel(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel made) {
                AdminRequests.addTo(made.pipeline(), routes, token, Set.of());
            }
        });
        channel.freezeTime();
        channel.writeInbound(Unpooled.copiedBuffer(
                "GET /api/doctor HTTP/1.1\r\nHost: localhost\r\n\r\n", StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }

    @Test
    void what_others_answer_may_take_a_minute() {
        pass(60);
        asked.get(0).send(AdminAnswer.of(200, "text/plain", "well\n"));
        channel.runPendingTasks();

        ByteBuf answer = channel.readOutbound();
        assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 OK");
        answer.release();
    }

    @Test
    void who_is_never_answered_is_let_go_of() {
        pass(AdminRequests.HANDLER_SECONDS);

        assertThat(channel.isOpen()).isFalse();
    }
}
