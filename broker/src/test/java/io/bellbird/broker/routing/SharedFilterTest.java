package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.ProtocolError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFilterTest {

    @ParameterizedTest
    @CsvSource({
        "$share/g/a/b, g, a/b",
        "$share/g//a, g, /a",
        "$share/$share/$share/#, $share, $share/#",
        "$share/ /+, ' ', +"
    })
    void name_and_filter_are_taken_apart(String text, String shareName, String filter) {
        TopicFilter shared = TopicFilter.parse(text);

        assertThat(SharedFilter.isShared(shared)).isTrue();
        assertThat(SharedFilter.parse(shared)).isEqualTo(new SharedFilter(shareName, TopicFilter.parse(filter)));
        assertThat(SharedFilter.parse(shared).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share", "$share/", "$share/g", "$share/g/", "$share//a", "$share/+/a", "$share/#"})
    void what_lacks_a_name_or_a_filter_or_has_a_wildcard_in_its_name_is_an_error(String text) {
        TopicFilter shared = TopicFilter.parse(text);

        assertThat(SharedFilter.isShared(shared)).isTrue();
        assertThatThrownBy(() -> SharedFilter.parse(shared)).isInstanceOf(ProtocolError.class);
    }

    @Test
    void others_are_not_shared() {
        assertThat(SharedFilter.isShared(TopicFilter.parse("$shared/g/a"))).isFalse();
        assertThat(SharedFilter.isShared(TopicFilter.parse("a/$share/g"))).isFalse();
        assertThat(SharedFilter.isShared(TopicFilter.parse("$SYS/#"))).isFalse();
    }
}
