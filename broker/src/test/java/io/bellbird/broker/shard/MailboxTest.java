package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private int wakeUps;
    private final Mailbox<String> mailbox = new Mailbox<>(4, () -> wakeUps++);
    private final List<String> received = new ArrayList<>();

    private boolean receive(int lettersMax) {
        return mailbox.receive(Runnable::run, received::add, lettersMax);
    }

    @Test
    void its_size_is_a_power_of_two() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Mailbox<String>(5, () -> {}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mailbox<String>(0, () -> {}));
    }

    @Test
    void letters_come_out_in_the_order_in_which_they_went_in() {
        mailbox.post("a");
        mailbox.post("b");

        assertThat(receive(10)).isFalse();

        assertThat(received).containsExactly("a", "b");
        assertThat(receive(10)).isFalse();
        assertThat(received).hasSize(2);
    }

    @Test
    void no_more_letters_come_out_than_asked_for_and_it_says_that_there_may_be_more() {
        List.of("a", "b", "c").forEach(mailbox::post);

        assertThat(receive(2)).isTrue();
        assertThat(received).containsExactly("a", "b");
        assertThat(receive(2)).isFalse();
        assertThat(received).containsExactly("a", "b", "c");
    }

    @Test
    void a_full_lane_refuses_letters_until_one_is_taken_out() {
        assertThat(List.of("a", "b", "c", "d")).allMatch(mailbox::post);
        assertThat(mailbox.post("e")).isFalse();

        receive(1);

        assertThat(mailbox.post("e")).isTrue();
        assertThat(mailbox.post("f")).isFalse();
        receive(10);
        assertThat(received).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void the_ring_goes_round_and_round() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(mailbox.post("x" + i)).isTrue();
            if (i % 3 == 2) {
                receive(3);
            }
        }
        receive(3);

        assertThat(received).hasSize(1_000).endsWith("x999").doesNotHaveDuplicates();
    }

    @Test
    void a_refused_sender_is_told_once_when_there_is_room() {
        List.of("a", "b", "c", "d").forEach(mailbox::post);
        mailbox.whenRoom(() -> mailbox.post("e"));

        receive(2);
        assertThat(mailbox.post("f")).isTrue();
        receive(10);

        assertThat(received).containsExactly("a", "b", "c", "d", "e", "f");
    }

    // Urgent actions

    @Test
    void urgent_actions_are_always_taken_and_come_before_letters() {
        List.of("a", "b", "c", "d").forEach(mailbox::post);
        for (int i = 0; i < 100; i++) {
            mailbox.postUrgent(() -> received.add("urgent"));
        }

        receive(1);

        assertThat(received).hasSize(101).endsWith("a");
    }

    @Test
    void an_action_that_puts_itself_in_again_does_not_hold_up_the_letters() {
        mailbox.post("a");
        mailbox.postUrgent(new Runnable() {
            @Override
            public void run() {
                received.add("again");
                mailbox.postUrgent(this);
            }
        });

        receive(10);
        assertThat(received).containsExactly("again", "a");
        assertThat(wakeUps).isEqualTo(2);

        receive(10);
        assertThat(received).containsExactly("again", "a", "again");
    }

    @Test
    void actions_keep_their_order_over_several_receptions() {
        mailbox.postUrgent(() -> {
            received.add("1");
            mailbox.postUrgent(() -> received.add("3"));
        });
        mailbox.postUrgent(() -> received.add("2"));

        receive(1);
        mailbox.postUrgent(() -> received.add("4"));
        receive(1);

        assertThat(received).containsExactly("1", "2", "3", "4");
    }

    @Test
    void letters_that_the_receiver_pauses_before_stay_in_order_and_urgent_actions_do_not() {
        mailbox.post("a");
        mailbox.post("b");
        mailbox.postUrgent(() -> received.add("urgent"));

        boolean more = mailbox.receive(Runnable::run, received::add, 10, () -> received.contains("a"));

        assertThat(more).isFalse();
        assertThat(received).containsExactly("urgent", "a");
        receive(10);
        assertThat(received).containsExactly("urgent", "a", "b");
    }

    // Waking up

    @Test
    void the_receiver_is_woken_once_until_it_has_looked() {
        mailbox.post("a");
        assertThat(wakeUps).isZero();

        mailbox.wake();
        mailbox.wake();
        mailbox.postUrgent(() -> {});
        assertThat(wakeUps).isEqualTo(1);

        receive(10);
        mailbox.wake();
        assertThat(wakeUps).isEqualTo(2);
    }

    @Test
    void what_arrives_while_the_receiver_looks_wakes_it_again() {
        mailbox.postUrgent(() -> {
            mailbox.post("a");
            mailbox.wake();
        });

        receive(10);

        assertThat(wakeUps).isEqualTo(2);
    }
}
