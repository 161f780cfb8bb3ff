package io.bellbird.broker.conformance.v5;

import io.bellbird.broker.Spec;
import io.bellbird.broker.conformance.ConformanceSuite;
import io.bellbird.broker.conformance.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topic names and topic filters (section 4.7). */
class TopicFilterTest extends ConformanceSuite {

    /** Publishes what must not match, then what must; only the second may arrive. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ~/#       | ~x       | ~
                    ~/#       | ~x/a     | ~/a
                    ~/#       | ~x/a     | ~/a/b/c
                    ~/#       | ~x/a     | ~/
                    ~/a/#     | ~/ab     | ~/a
                    ~/+       | ~        | ~/a
                    ~/+       | ~/a/b    | ~/
                    ~/+/c     | ~/a/b/c  | ~/a/c
                    ~/+/c     | ~/c      | ~//c
                    ~/+/+     | ~/a      | ~/a/
                    ~/+/#     | ~        | ~/a
                    ~/a/+/#   | ~/a      | ~/a/b
                    /~/a      | ~/a      | /~/a
                    ~/a       | /~/a     | ~/a
                    ~/a/      | ~/a      | ~/a/
                    ~/a       | ~/A      | ~/a
                    ~/a b     | ~/ab     | ~/a b
                    ~//a      | ~/a      | ~//a
                    """)
    @Spec({"MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-4"})
    void filter_matches_what_it_says_and_nothing_else(String filter, String other, String topic) {
        RawClient subscriber = client5("subscriber").subscribe(filter, 0);

        client5("publisher").send("30 (<" + other + "> () 'other')", "30 (<" + topic + "> () 'x')");

        subscriber.expect("30 (<" + topic + "> () 'x')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+/~/#", "+/+/a", "+/~/+"})
    @Spec("MQTT-4.7.2-1")
    void filter_that_begins_with_a_wildcard_does_not_match_reserved_topics(String filter) {
        RawClient named = client5("named").subscribe("$test/~/a", 0);
        RawClient wild = client5("wild").subscribe(filter, 0x20);
        RawClient publisher = client5("publisher");

        publisher.send("30 (<$test/~/a> () 'reserved')", "30 (<x/~/a> () 'open')");

        named.expect("30 (<$test/~/a> () 'reserved')");
        wild.expectAmidOthers("30 (<x/~/a> () 'open')");
    }

    @Test
    @Spec("MQTT-4.7.2-1")
    void filter_with_a_wildcard_behind_a_reserved_level_matches() {
        RawClient client = client5("c").subscribe("$test/~/#", 0);

        client.send("30 (<$test/~/a> () 'x')").expect("30 (<$test/~/a> () 'x')");
    }

    @Test
    @Spec("MQTT-4.7.2-1")
    void dollar_elsewhere_is_a_character_like_any_other() {
        RawClient client = client5("c").subscribe("+/$a/#", 0x20);

        client.send("30 (<~/$a/b> () 'x')").expectAmidOthers("30 (<~/$a/b> () 'x')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~/a#", "~/#/b", "~/a/b#", "##", "#/", "~/#a"})
    @Spec("MQTT-4.7.1-1")
    void multi_level_wildcard_stands_alone_and_last(String filter) {
        client5("c").send("82 (0001 () <" + filter + "> 00)").expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~/a+", "~/+a", "++", "~/+b/c", "~/a+/#"})
    @Spec("MQTT-4.7.1-2")
    void single_level_wildcard_fills_its_level(String filter) {
        client5("c").send("82 (0001 () <" + filter + "> 00)").expectDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-4.7.3-1")
    void empty_filter_ends_the_connection() {
        client5("c").send("82 (0001 () <> 00)").expectDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-4.7.3-2")
    void null_character_in_a_filter_is_malformed() {
        client5("c").send("82 (0001 () {'a' 00 'b'} 00)").expectDisconnect(0x81);
    }

    @Test
    @Spec("MQTT-4.7.3-4")
    void characters_that_look_the_same_are_different() {
        RawClient client = client5("c");
        client.send("82 (0001 () {'~/' C3A9} 00)").expect("90 (0001 () 00)");

        client.send("30 ({'~/' 65CC81} () 'decomposed')", "30 ({'~/' C3A9} () 'composed')");

        client.expect("30 ({'~/' C3A9} () 'composed')");
    }

    @Test
    void single_slash_is_a_topic_of_two_empty_levels() {
        RawClient client = client5("c").subscribe("/", 0x20);

        client.send("30 (</> () '~')").expect("30 (</> () '~')");
    }

    @Test
    void topic_of_200_levels_is_allowed() {
        String topic = "~" + "/a".repeat(199);
        RawClient client = client5("c").subscribe(topic, 0).subscribe("~/a/#", 0);

        client.send("30 (<" + topic + "> () 'x')").expect("30 (<" + topic + "> () 'x')");
    }
}
