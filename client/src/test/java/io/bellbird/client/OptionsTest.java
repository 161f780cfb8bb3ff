package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is out of its range is refused where it is said. */
class OptionsTest {
    private static final Duration SHORT = Duration.ofSeconds(-1);
    private static final Duration LONG = Duration.ofSeconds(Long.MAX_VALUE);

    static Stream<Function<ClientOptions.Builder, ?>> outOfRange() {
        return Stream.of(
                builder -> builder.keepAlive(SHORT),
                builder -> builder.keepAlive(Duration.ofMillis(999)),
                builder -> builder.keepAlive(Duration.ofSeconds(65_536)),
                builder -> builder.connectTimeout(Duration.ZERO),
                builder -> builder.connectTimeout(LONG),
                builder -> builder.closeTimeout(SHORT),
                builder -> builder.closeTimeout(LONG),
                builder -> builder.sessionExpiry(SHORT),
                builder -> builder.receiveMaximum(0),
                builder -> builder.inflightMax(65_536),
                builder -> builder.packetBytesMax(15),
                builder -> builder.topicAliasMaximum(-1),
                builder -> builder.receivedBytesMax(0),
                builder -> builder.clientId("a\0b"),
                builder -> builder.userProperty("name", "\0"),
                builder -> builder.credentials("\0", ""),
                builder -> builder.credentials("me", "x".repeat(65_536)),
                builder -> builder.will(Will.of("a/#", "")),
                builder -> builder.will(Will.of("a", "x".repeat(65_536))),
                builder -> builder.will(Will.of("a", "").after(SHORT)),
                builder -> builder.will(Will.of("a", "").after(LONG)),
                builder -> builder.backoff(new Backoff(Duration.ZERO, Duration.ofSeconds(1))),
                builder -> builder.queue(QueueOptions.DEFAULT.messages(0)),
                builder -> PublishOptions.QOS_1.expiringAfter(SHORT),
                builder -> PublishOptions.QOS_1.expiringAfter(LONG),
                builder -> PublishOptions.QOS_1.answeredAt("a", Bytes.wrap(new byte[65_536])),
                builder -> new DisconnectOptions(false, Optional.of(SHORT), Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void option_out_of_its_range_is_refused(Function<ClientOptions.Builder, ?> option) {
        ClientOptions.Builder builder = ClientOptions.builder("mqtt://h");

        assertThatThrownBy(() -> option.apply(builder)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void session_that_is_kept_for_ever_may_be_asked_for_in_any_way() {
        assertThat(ClientOptions.builder("mqtt://h").sessionExpiry(LONG)).isNotNull();
    }

    @Test
    void no_broker_is_refused() {
        assertThatThrownBy(ClientOptions::builder)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no broker");
    }
}
