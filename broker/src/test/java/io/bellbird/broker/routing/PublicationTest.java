package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    private static final long SECOND = 1_000_000_000;

    private static Publication arrived(long arrivedNanos, long expirySeconds) {
        PublishProperties properties = new PublishProperties(false, expirySeconds, null, null, null, List.of());
        return new Publication(
                Topic.of("a"), Qos.AT_LEAST_ONCE, false, Bytes.utf8("x"), properties, "publisher", arrivedNanos);
    }

    @Test
    void a_message_without_expiry_never_expires() {
        Publication publication = arrived(0, PublishProperties.NO_EXPIRY);
        assertThat(publication.isExpired(Long.MAX_VALUE)).isFalse();
        assertThat(publication.remainingExpirySeconds(Long.MAX_VALUE)).isEqualTo(PublishProperties.NO_EXPIRY);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 12_345, -7 * SECOND, Long.MAX_VALUE, Long.MAX_VALUE - SECOND, Long.MIN_VALUE})
    void a_message_expires_when_its_interval_has_passed_wherever_the_clock_stands(long arrived) {
        Publication publication = arrived(arrived, 10);
        assertThat(publication.isExpired(arrived)).isFalse();
        assertThat(publication.isExpired(arrived + 10 * SECOND - 1)).isFalse();
        assertThat(publication.isExpired(arrived + 10 * SECOND)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 12_345, Long.MAX_VALUE - SECOND})
    void the_remaining_interval_counts_whole_seconds_of_waiting(long arrived) {
        Publication publication = arrived(arrived, 10);
        assertThat(publication.remainingExpirySeconds(arrived)).isEqualTo(10);
        assertThat(publication.remainingExpirySeconds(arrived + SECOND - 1)).isEqualTo(10);
        assertThat(publication.remainingExpirySeconds(arrived + SECOND)).isEqualTo(9);
        assertThat(publication.remainingExpirySeconds(arrived + 10 * SECOND - 1))
                .isEqualTo(1);
        assertThat(publication.remainingExpirySeconds(arrived + 60 * SECOND)).isZero();
    }

    @Test
    void a_clock_that_was_read_before_the_arrival_takes_nothing_away() {
        Publication publication = arrived(SECOND, 10);
        assertThat(publication.isExpired(0)).isFalse();
        assertThat(publication.remainingExpirySeconds(0)).isEqualTo(10);
    }

    @Test
    void the_longest_interval_does_not_overflow() {
        Publication publication = arrived(0, 4_294_967_295L);
        assertThat(publication.isExpired(4_294_967_295L * SECOND - 1)).isFalse();
        assertThat(publication.isExpired(4_294_967_295L * SECOND)).isTrue();
        assertThat(publication.remainingExpirySeconds(SECOND)).isEqualTo(4_294_967_294L);
    }
}
