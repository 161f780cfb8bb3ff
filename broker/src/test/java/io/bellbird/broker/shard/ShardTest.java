package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.session.SessionOrder;
import io.bellbird.broker.session.SessionSearch;
import io.bellbird.broker.store.Durability;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShardTest {
    private final TestBroker broker = new TestBroker(2);
    private final Shard shard = broker.shard(0);
    private final List<String> done = new ArrayList<>();

    @Test
    void a_broker_works_with_as_many_shards_as_the_configuration_allows() {
        // given
        TestBroker wide = new TestBroker(BrokerConfig.SHARDS_MAX);
        TestClient publisher = wide.connect("publisher");
        List<TestClient> subscribers = new ArrayList<>();
        for (int i = 0; i < BrokerConfig.SHARDS_MAX; i++) {
            subscribers.add(wide.connect("subscriber" + i).subscribe("t", Qos.AT_LEAST_ONCE));
        }
        // when
        publisher.send(qos1(1, "t", "x"));
        // then
        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(subscribers).allMatch(subscriber -> subscriber.payloads().equals(List.of("x")));
    }

    @Test
    void actions_run_on_the_shard_in_order_even_when_one_fails() {
        shard.execute(() -> done.add("1"));
        shard.execute(() -> {
            throw new IllegalStateException("injected: an action fails");
        });
        shard.execute(() -> done.add("2"));
        assertThat(done).isEmpty();

        broker.settle();

        assertThat(done).containsExactly("1", "2");
        assertThat(broker.count(Counter.BUGS)).isEqualTo(1);
    }

    @Test
    void a_timer_runs_at_its_time_even_when_one_before_it_fails() {
        shard.schedule(TimeUnit.SECONDS.toNanos(1), () -> {
            throw new IllegalStateException("injected: a timer fails");
        });
        shard.schedule(TimeUnit.SECONDS.toNanos(2), () -> done.add("late"));
        shard.schedule(TimeUnit.SECONDS.toNanos(1), () -> done.add("early"));

        broker.passMillis(1_000);
        assertThat(done).containsExactly("early");

        broker.passMillis(1_000);
        assertThat(done).containsExactly("early", "late");
    }

    @Test
    void a_timer_that_is_earlier_than_those_before_it_is_not_late() {
        shard.schedule(TimeUnit.SECONDS.toNanos(10), () -> done.add("10"));
        broker.settle();
        shard.schedule(TimeUnit.SECONDS.toNanos(1), () -> done.add("1"));

        broker.passSeconds(1);

        assertThat(done).containsExactly("1");
    }

    @Test
    void what_waits_for_a_commit_runs_when_all_before_it_is_committed() {
        broker.store().hold();
        shard.afterCommit(Durability.PROCESS, () -> done.add("first"));
        broker.settle();
        shard.afterCommit(Durability.PROCESS, () -> {
            throw new IllegalStateException("injected: what waited fails");
        });
        shard.afterCommit(Durability.PROCESS, () -> done.add("second"));
        broker.settle();

        broker.store().releaseOne();
        broker.settle();
        assertThat(done).containsExactly("first");

        broker.store().release();
        broker.settle();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void the_changes_of_one_turn_are_one_commit() {
        broker.store().hold();
        shard.execute(() -> {
            shard.batch().putReceived(1, 1);
            shard.afterCommit(Durability.PROCESS, () -> done.add("done"));
            shard.batch().removeReceived(1, 1);
        });

        broker.settle();
        assertThat(broker.store().heldCount()).isEqualTo(1);

        broker.store().release();
        assertThat(broker.store().changeCount()).isEqualTo(2);
    }

    @Test
    void many_sessions_are_ranked_in_several_turns_and_other_work_comes_between() {
        for (int i = 0; i < 3_000; i++) {
            broker.connect("client" + i);
        }
        shard.execute(() -> {
            shard.rank(
                    SessionSearch.first(SessionOrder.QUEUE, 2),
                    found -> done.add("found " + found.first().size()));
            shard.execute(() -> done.add("other"));
        });

        broker.settle();

        assertThat(done).containsExactly("other", "found 2");
    }

    @Test
    void a_turn_without_changes_hands_in_nothing() {
        broker.store().hold();

        shard.execute(() -> done.add("done"));
        broker.settle();

        assertThat(done).containsExactly("done");
        assertThat(broker.store().heldCount()).isZero();
    }

    @Test
    void session_numbers_are_never_used_twice_on_any_shard() {
        assertThat(List.of(
                        shard.newSessionNumber(),
                        broker.shard(1).newSessionNumber(),
                        shard.newSessionNumber(),
                        broker.shard(1).newSessionNumber()))
                .doesNotHaveDuplicates();
    }
}
