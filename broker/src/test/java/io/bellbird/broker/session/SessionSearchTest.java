package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestConnect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions are found by what is known of them. */
class SessionSearchTest {
    private final TestBroker broker = new TestBroker(1);

    @BeforeEach
    void connect() {
        broker.connect(TestConnect.v5("pump-1").credentials("ann", "x"));
        broker.connect(TestConnect.staying("pump-2").credentials("bob", "x")).disconnect();
        broker.connect(TestConnect.v5("Gate").credentials("bob", "x"));
    }

    private Ranking.Found find(String text, @Nullable Boolean connected, String after, int limit) {
        List<Ranking.Found> found = new ArrayList<>();
        Shard shard = broker.shard(0);
        shard.execute(
                () -> shard.rank(new SessionSearch(SessionOrder.NAME, text, connected, after, limit), found::add));
        broker.settle();
        return found.get(0);
    }

    private static List<String> ids(Ranking.Found found) {
        return found.first().stream().map(SessionView::clientId).toList();
    }

    @Test
    void all_are_found_by_name() {
        assertThat(ids(find("", null, "", 10))).containsExactly("Gate", "pump-1", "pump-2");
    }

    @Test
    void they_are_found_by_id_and_user_whatever_the_case() {
        assertThat(ids(find("PUMP", null, "", 10))).containsExactly("pump-1", "pump-2");
        assertThat(ids(find("Bob", null, "", 10))).containsExactly("Gate", "pump-2");
        assertThat(ids(find("nobody", null, "", 10))).isEmpty();
    }

    @Test
    void those_are_found_who_are_there_or_who_are_not() {
        assertThat(ids(find("", true, "", 10))).containsExactly("Gate", "pump-1");
        assertThat(ids(find("", false, "", 10))).containsExactly("pump-2");
    }

    @Test
    void a_page_follows_the_other_and_each_says_how_many_there_are() {
        Ranking.Found first = find("", null, "", 2);
        Ranking.Found second = find("", null, "pump-1", 2);

        assertThat(ids(first)).containsExactly("Gate", "pump-1");
        assertThat(ids(second)).containsExactly("pump-2");
        assertThat(first.matched()).isEqualTo(3);
        assertThat(second.matched()).isEqualTo(3);
    }
}
