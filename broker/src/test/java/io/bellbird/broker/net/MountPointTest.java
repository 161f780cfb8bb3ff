package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.conformance.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three listeners of one broker: below {@code lab/}, below {@code hall/}, and without a mount point. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class MountPointTest {
    private static final int LAB = 0;
    private static final int HALL = 1;
    private static final int OUTSIDE = 2;

    private final List<RawClient> clients = new ArrayList<>();
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Brokers.with(
                Brokers.listener(listener -> listener.mountPoint("lab/")),
                Brokers.listener(listener -> listener.mountPoint("hall/")),
                ListenerConfig.local(0));
    }

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        broker.close();
    }

    private RawClient open(int listener, int level) {
        RawClient client = RawClient.to(
                broker.addresses().get(listener).getAddress(),
                broker.addresses().get(listener).getPort(),
                level);
        clients.add(client);
        return client;
    }

    private RawClient client5(int listener, String id) {
        return open(listener, 5).connect("10 (<MQTT> 05 02 003C () <%s>)".formatted(id));
    }

    private RawClient client4(int listener, String id) {
        return open(listener, 4).connect("10 (<MQTT> 04 02 003C <%s>)".formatted(id));
    }

    @Test
    void topics_get_the_mount_point_on_the_way_in_and_lose_it_on_the_way_out() {
        RawClient inside = client5(LAB, "in").subscribe("door", 0);
        RawClient outside = client5(OUTSIDE, "out").subscribe("lab/#", 0);

        inside.send("30 (<door> () 'x')").expect("30 (<door> () 'x')");
        outside.expect("30 (<lab/door> () 'x')");
        outside.send("30 (<lab/door> () 'y')").expect("30 (<lab/door> () 'y')");
        inside.expect("30 (<door> () 'y')");
    }

    @Test
    void clients_see_only_what_lies_below_their_mount_point() {
        RawClient lab = client5(LAB, "lab").subscribe("#", 0);
        RawClient hall = client5(HALL, "hall").subscribe("#", 0);

        hall.send("30 (<light> () '1')").expect("30 (<light> () '1')");
        client5(OUTSIDE, "out").send("30 (<top> () '2') 30 (<lab> () '3') 30 (<lab/a/b> () '4')");

        lab.expect("30 (<a/b> () '4')").expectNothing();
        hall.expectNothing();
    }

    @Test
    void unsubscribe_means_the_same_filter() {
        RawClient client = client5(LAB, "c").subscribe("a/+", 1);

        client.send("A2 (0002 () <a/+>)").expect("B0 (0002 () 00)");
        client.send("30 (<a/b> () 'x')").expectNothing();
        client.send("A2 (0003 () <a/+>)").expect("B0 (0003 () 11)");
    }

    @Test
    void shared_subscriptions_have_it_behind_their_name() {
        RawClient inside = client5(LAB, "in").subscribe("$share/g/job/+", 1);
        RawClient outside = client5(OUTSIDE, "out").subscribe("$share/g/lab/job/+", 1);
        RawClient hall = client5(HALL, "hall").subscribe("$share/g/job/+", 1);

        client5(LAB, "p")
                .send("32 (<job/1> 0001 () 'x') 32 (<job/2> 0002 () 'y')")
                .receive(2);

        // members of one group take turns, each with its own topic
        assertThat(List.of(inside.receive().topic(), outside.receive().topic()))
                .isIn(List.of("job/1", "lab/job/2"), List.of("job/2", "lab/job/1"));
        hall.expectNothing();
        inside.send("A2 (0003 () <$share/g/job/+>)").expect("B0 (0003 () 00)");
    }

    @Test
    void a_will_gets_the_mount_point() {
        RawClient outside = client5(OUTSIDE, "out").subscribe("lab/gone", 0);

        open(LAB, 5).connect("10 (<MQTT> 05 06 003C () <dies> () <gone> <bye>)").abort();

        outside.expect("30 (<lab/gone> () 'bye')");
    }

    @Test
    void retained_messages_and_both_other_qos_pass_through_it() {
        client4(LAB, "p").send("33 (<state> 0001 'on')").expect("40 (0001)");

        client5(OUTSIDE, "out").subscribe("lab/state", 1).expect("33 (<lab/state> 0001 () 'on')");
        RawClient inside = client4(LAB, "in").send("82 (0001 <state> 02)").expect("90 (0001 02)");
        inside.expect("33 (<state> 0001 'on')").send("40 (0001)");
        inside.send("34 (<state> 0009 'off')").expectInAnyOrder("50 (0009)", "34 (<state> 0002 'off')");
    }

    @Test
    void aliases_of_both_directions_stand_for_topics_below_it() {
        RawClient receiver =
                open(LAB, 5).connect("10 (<MQTT> 05 02 003C (22 0005) <r>)").subscribe("t", 0);
        RawClient sender = client5(LAB, "s");

        sender.send("30 (<t> (23 0001) 'a') 30 (<> (23 0001) 'b')");

        receiver.expect("30 (<t> (23 0001) 'a')").expect("30 (<> (23 0001) 'b')");
    }

    @Test
    void receivers_inside_and_outside_of_one_publication_each_see_their_own_topic() {
        List<RawClient> inside = new ArrayList<>();
        List<RawClient> outside = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            inside.add(client5(LAB, "in" + i).subscribe("a", i % 2));
            outside.add(client5(OUTSIDE, "out" + i).subscribe("lab/a", i % 2));
        }

        client5(LAB, "p").send("32 (<a> 0001 () 'x') 32 (<a> 0002 () 'y')").expect("40 (0001)");

        for (int i = 0; i < 8; i++) {
            boolean acknowledged = i % 2 == 1;
            inside.get(i).expect(acknowledged ? "32 (<a> 0001 () 'x')" : "30 (<a> () 'x')");
            inside.get(i).expect(acknowledged ? "32 (<a> 0002 () 'y')" : "30 (<a> () 'y')");
            outside.get(i).expect(acknowledged ? "32 (<lab/a> 0001 () 'x')" : "30 (<lab/a> () 'x')");
            outside.get(i).expect(acknowledged ? "32 (<lab/a> 0002 () 'y')" : "30 (<lab/a> () 'y')");
        }
    }

    @Test
    void response_topics_stay_as_they_are() {
        RawClient outside = client5(OUTSIDE, "out").subscribe("lab/ask", 0);

        client5(LAB, "in").send("30 (<ask> (08 <answer>) 'q')");

        outside.expect("30 (<lab/ask> (08 <answer>) 'q')");
    }

    @Test
    void names_that_begin_with_a_dollar_are_nothing_special_below_it() {
        RawClient outside = client5(OUTSIDE, "out").subscribe("lab/$SYS/x", 0);
        RawClient inside = client5(LAB, "in").subscribe("$SYS/#", 0);

        inside.send("32 (<$SYS/x> 0001 () 'mine')").expectInAnyOrder("40 (0001)", "30 (<$SYS/x> () 'mine')");

        outside.expect("30 (<lab/$SYS/x> () 'mine')");
        inside.expectNothing();
    }

    @Test
    void an_empty_filter_and_a_broken_one_are_as_wrong_as_elsewhere() {
        client5(LAB, "a").send("82 (0001 () <> 00)").expectDisconnect(0x81);
        client5(LAB, "b").send("82 (0001 () <a#> 00)").expectDisconnect(0x81);
        client5(LAB, "c").send("82 (0001 () <$share/g> 00)").expectDisconnect(0x82, 0x8F);
    }

    @Test
    void a_topic_that_is_too_long_with_the_mount_point_ends_the_connection() {
        client5(LAB, "a").send("30 ({61*65535} () 'x')").expectDisconnect(0x90);
        RawClient fits = client5(LAB, "b");
        fits.send("32 ({61*65531} 0001 () 'x')").expect("40 (0001 10)");
    }

    @Test
    void a_session_that_comes_in_elsewhere_gets_nothing_that_lies_outside_and_the_rest_goes_on() {
        RawClient before = open(OUTSIDE, 5).connect("10 (<MQTT> 05 02 003C (11 00000064) <moves>)");
        before.subscribe("#", 1).disconnect();
        client5(OUTSIDE, "p")
                .send("32 (<top> 0001 () 'no') 32 (<lab/a> 0002 () 'yes')")
                .expect("40 (0001)")
                .expect("40 (0002)");

        RawClient after = open(LAB, 5).connect("10 (<MQTT> 05 00 003C (11 00000064) <moves>)");

        assertThat(after.connack().flags()).isEqualTo(1);
        assertThat(after.receive().topic()).isEqualTo("a");
        after.expectNothing();
    }

    @Test
    void a_prefix_that_ends_within_a_level_takes_filters_that_do_not_begin_with_a_wildcard() throws Exception {
        try (Broker odd = Brokers.with(listener -> listener.mountPoint("dev"))) {
            RawClient client = RawClient.to(odd, 5).connect("10 (<MQTT> 05 02 003C () <c>)");
            client.subscribe("1/+", 0).send("30 (<1/a> () 'x')").expect("30 (<1/a> () 'x')");
            client.send("82 (0001 () <#> 00)").expectDisconnect(0x8F);
        }
    }
}
