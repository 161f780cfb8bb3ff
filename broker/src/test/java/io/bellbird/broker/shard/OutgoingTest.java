package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    private static final int OWN = 0;
    private static final int NEAR = 1;
    private static final int FAR = 2;
    private static final long TO_NEAR = 1L << NEAR;
    private static final long TO_FAR = 1L << FAR;

    private final int[] wakeUps = new int[3];
    private final List<Mailbox<Letter>> mailboxes = List.of(mailbox(OWN), mailbox(NEAR), mailbox(FAR));
    private final Outgoing outgoing = new Outgoing(OWN, mailboxes);
    private int released;

    /** Takes two letters. */
    private Mailbox<Letter> mailbox(int shard) {
        return new Mailbox<>(2, () -> wakeUps[shard]++);
    }

    private static Letter letter(String payload) {
        Publication publication = new Publication(
                Topic.of("t"), Qos.AT_MOST_ONCE, false, Bytes.utf8(payload), PublishProperties.NONE, "publisher", 0);
        return new Letter(publication, null);
    }

    private void post(long shards, String... payloads) {
        for (String payload : payloads) {
            outgoing.post(shards, letter(payload));
        }
    }

    private List<String> receive(int shard, int lettersMax) {
        List<String> payloads = new ArrayList<>();
        mailboxes
                .get(shard)
                .receive(
                        Runnable::run,
                        letter -> payloads.add(letter.publication().payload().toUtf8()),
                        lettersMax);
        return payloads;
    }

    @Test
    void a_letter_goes_to_each_shard_of_the_mask() {
        post(TO_NEAR | TO_FAR, "both");
        post(TO_FAR, "far");

        assertThat(receive(NEAR, 9)).containsExactly("both");
        assertThat(receive(FAR, 9)).containsExactly("both", "far");
        assertThat(receive(OWN, 9)).isEmpty();
    }

    @Test
    void each_shard_that_got_letters_is_woken_once_at_the_end_of_the_turn() {
        post(TO_NEAR, "a", "b");
        assertThat(wakeUps).containsExactly(0, 0, 0);

        outgoing.endTurn();
        assertThat(wakeUps).containsExactly(0, 1, 0);

        receive(NEAR, 9);
        outgoing.endTurn();
        assertThat(wakeUps).containsExactly(0, 1, 0);
    }

    @Test
    void refused_letters_follow_in_order_when_there_is_room() {
        post(TO_FAR, "1", "2", "3", "4");
        assertThat(outgoing.isFull()).isTrue();

        // one leaves: the receiver tells us, and one more can go; a new one goes behind the refused
        assertThat(receive(FAR, 1)).containsExactly("1");
        receive(OWN, 9);
        post(TO_FAR, "5");
        assertThat(outgoing.isFull()).isTrue();
        assertThat(receive(FAR, 2)).containsExactly("2", "3");
        receive(OWN, 9);
        assertThat(outgoing.isFull()).isFalse();
        assertThat(receive(FAR, 9)).containsExactly("4", "5");
    }

    @Test
    void a_full_shard_does_not_hold_up_letters_to_another() {
        post(TO_FAR, "1", "2", "3");
        post(TO_NEAR, "a");

        assertThat(receive(NEAR, 9)).containsExactly("a");
    }

    @Test
    void letters_that_leave_later_wake_their_receiver() {
        post(TO_FAR, "1", "2", "3");
        outgoing.endTurn();
        receive(FAR, 9);
        receive(OWN, 9);

        outgoing.endTurn();

        assertThat(wakeUps[FAR]).isEqualTo(2);
        assertThat(receive(FAR, 9)).containsExactly("3");
    }

    @Test
    void held_publishers_are_released_once_when_every_letter_has_left() {
        post(TO_NEAR | TO_FAR, "1", "2", "3");
        outgoing.whenNotFull(() -> released++);

        receive(NEAR, 9);
        receive(OWN, 9);
        assertThat(released).isZero();
        assertThat(outgoing.isFull()).isTrue();

        receive(FAR, 9);
        receive(OWN, 9);
        assertThat(released).isEqualTo(1);
        assertThat(outgoing.isFull()).isFalse();

        post(TO_FAR, "4", "5");
        receive(FAR, 9);
        receive(OWN, 9);
        assertThat(released).isEqualTo(1);
    }

    @Test
    void a_released_publisher_may_fill_it_again_and_be_held_again() {
        post(TO_FAR, "1", "2", "3");
        outgoing.whenNotFull(() -> {
            post(TO_FAR, "4", "5");
            outgoing.whenNotFull(() -> released++);
        });

        assertThat(receive(FAR, 9)).containsExactly("1", "2");
        receive(OWN, 9);
        assertThat(outgoing.isFull()).isTrue();
        assertThat(released).isZero();

        assertThat(receive(FAR, 9)).containsExactly("3", "4");
        receive(OWN, 9);
        assertThat(released).isEqualTo(1);
        assertThat(receive(FAR, 9)).containsExactly("5");
    }
}
