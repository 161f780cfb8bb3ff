package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
    private static final int PUBLISHER = 7;

    private final List<String> told = new ArrayList<>();

    private void tell(boolean staged, boolean rejected) {
        told.add((staged ? "staged" : "") + (rejected ? "rejected" : ""));
    }

    private Acceptance acceptance(int shards) {
        return new Acceptance(shards, PUBLISHER, this::tell);
    }

    @Test
    void the_last_shard_to_hand_in_tells_the_publishers() {
        Acceptance acceptance = acceptance(2);

        assertThat(acceptance.handedIn()).isFalse();
        assertThat(acceptance.handedIn()).isTrue();

        assertThat(acceptance.publisher()).isEqualTo(PUBLISHER);
        assertThat(told).isEmpty();
        acceptance.run();
        assertThat(told).containsExactly("");
    }

    @Test
    void it_is_told_whether_anybody_staged_something() {
        Acceptance acceptance = acceptance(3);

        acceptance.handedIn();
        acceptance.staged();
        acceptance.handedIn();
        acceptance.handedIn();
        acceptance.run();

        assertThat(told).containsExactly("staged");
    }

    @Test
    void it_is_told_whether_anybody_rejected_the_publication() {
        Acceptance acceptance = acceptance(2);

        acceptance.rejected();
        acceptance.handedIn();
        acceptance.handedIn();
        acceptance.run();

        assertThat(told).containsExactly("rejected");
    }
}
