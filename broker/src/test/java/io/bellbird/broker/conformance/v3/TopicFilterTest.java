package io.bellbird.broker.conformance.v3;

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
                    ~/#       | ~x/a     | ~/a/b/c
                    ~/a/#     | ~/ab     | ~/a
                    ~/+       | ~/a/b    | ~/
                    ~/+/c     | ~/a/b/c  | ~/a/c
                    ~/+/+     | ~/a      | ~/a/
                    ~/a       | /~/a     | ~/a
                    ~/a/      | ~/a      | ~/a/
                    ~/a       | ~/A      | ~/a
                    """)
    @Spec({"MQTT-4.7.1-2", "MQTT-4.7.1-3", "MQTT-4.7.3-4"})
    void filter_matches_what_it_says_and_nothing_else(String filter, String other, String topic) {
        RawClient subscriber = client4("subscriber").subscribe(filter, 0);

        client4("publisher").send("30 (<" + other + "> 'other')", "30 (<" + topic + "> 'x')");

        subscriber.expect("30 (<" + topic + "> 'x')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+/~/#", "+/+/a"})
    @Spec("MQTT-4.7.2-1")
    void filter_that_begins_with_a_wildcard_does_not_match_reserved_topics(String filter) {
        RawClient named = client4("named").subscribe("$test/~/a", 0);
        RawClient wild = client4("wild").subscribe(filter, 0);

        client4("publisher").send("30 (<$test/~/a> 'reserved')", "30 (<x/~/a> 'open')");

        named.expect("30 (<$test/~/a> 'reserved')");
        wild.expectAmidOthers("30 (<x/~/a> 'open')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~/a#", "~/#/b", "##", "#/"})
    @Spec("MQTT-4.7.1-2")
    void multi_level_wildcard_stands_alone_and_last(String filter) {
        client4("c").send("82 (0001 <" + filter + "> 00)").expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"~/a+", "~/+a", "++", "~/+b/c"})
    @Spec("MQTT-4.7.1-3")
    void single_level_wildcard_fills_its_level(String filter) {
        client4("c").send("82 (0001 <" + filter + "> 00)").expectClosed();
    }

    @Test
    @Spec("MQTT-4.7.3-1")
    void empty_filter_closes() {
        client4("c").send("82 (0001 <> 00)").expectClosed();
    }

    @Test
    @Spec("MQTT-4.7.3-2")
    void null_character_in_a_filter_closes() {
        client4("c").send("82 (0001 {'a' 00 'b'} 00)").expectClosed();
    }

    @Test
    @Spec("MQTT-4.7.3-4")
    void characters_that_look_the_same_are_different() {
        RawClient client = client4("c");
        client.send("82 (0001 {'~/' C3A9} 00)").expect("90 (0001 00)");

        client.send("30 ({'~/' 65CC81} 'decomposed')", "30 ({'~/' C3A9} 'composed')");

        client.expect("30 ({'~/' C3A9} 'composed')");
    }

    @Test
    @Spec("MQTT-3.8.3-2")
    void wildcards_are_supported() {
        RawClient client = client4("c").subscribe("~/+/b/#", 0);

        client.send("30 (<~/a/b/c> 'x')").expect("30 (<~/a/b/c> 'x')");
    }
}
