package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
    private final Mailbox<String> publisher = new Mailbox<>(1, () -> {});
    private final List<String> told = new ArrayList<>();

    private void tell(boolean staged, boolean rejected) {
        told.add((staged ? "staged" : "") + (rejected ? "rejected" : ""));
    }

    private void receive() {
        publisher.receive(Runnable::run, letter -> {}, 1);
    }

    @Test
    void the_publisher_is_told_on_its_own_shard_when_all_have_handed_in() {
        Acceptance acceptance = new Acceptance(2, publisher, this::tell);

        acceptance.handedIn();
        receive();
        assertThat(told).isEmpty();

        acceptance.handedIn();
        assertThat(told).isEmpty();
        receive();
        assertThat(told).containsExactly("");
    }

    @Test
    void it_is_told_whether_anybody_staged_something() {
        Acceptance acceptance = new Acceptance(3, publisher, this::tell);

        acceptance.handedIn();
        acceptance.staged();
        acceptance.handedIn();
        acceptance.handedIn();
        receive();

        assertThat(told).containsExactly("staged");
    }

    @Test
    void it_is_told_whether_anybody_rejected_the_publication() {
        Acceptance acceptance = new Acceptance(2, publisher, this::tell);

        acceptance.rejected();
        acceptance.handedIn();
        acceptance.handedIn();
        receive();

        assertThat(told).containsExactly("rejected");
    }
}
