package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.AllocatedBytes;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AclAuthorizerTest {
    private static final ListenerConfig INSIDE = ListenerConfig.local(1883);

    @TempDir
    private Path folder;

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private static BrokerConfig.Builder config(ListenerConfig... listeners) {
        return BrokerConfig.ephemeral().toBuilder().listeners(List.of(listeners));
    }

    private static AclAuthorizer read(BrokerConfig.Builder config) throws ConfigurationException {
        return AclAuthorizer.read(config.build(), () -> 0);
    }

    private static Client at(@Nullable ListenerConfig listener) {
        return new Client("sensor-1", null, "192.0.2.1:5", listener);
    }

    private static boolean mayPublish(AclAuthorizer authorizer, Client client, String topic) {
        return authorizer.mayPublish(client, Topic.of(topic), Qos.AT_MOST_ONCE, false, later -> {}) == Verdict.ALLOWED;
    }

    private static boolean maySubscribe(AclAuthorizer authorizer, Client client, String filter) {
        TopicFilter parsed = TopicFilter.parse(filter);
        return authorizer.maySubscribe(client, parsed, Qos.AT_MOST_ONCE, later -> {}) == Verdict.ALLOWED;
    }

    @Test
    void without_a_file_everything_is_allowed() throws ConfigurationException {
        AclAuthorizer authorizer = read(config(INSIDE));

        assertThat(mayPublish(authorizer, at(INSIDE), "a")).isTrue();
        assertThat(maySubscribe(authorizer, at(INSIDE), "#")).isTrue();
        assertThat(authorizer.mayReceive(at(INSIDE), Topic.of("$SYS/x"))).isTrue();
        assertThat(authorizer.mayStillPublish("anybody", "ann", Topic.of("a"))).isTrue();
        assertThat(authorizer.explain(at(INSIDE), "a", Access.PUBLISH).reason()).isEqualTo("there is no acl_file");
    }

    @Test
    void a_file_says_what_is_allowed() throws Exception {
        AclAuthorizer authorizer =
                read(config(INSIDE).aclFile(file("acl", "topic read in/#", "topic write out/#", "topic deny out/x")));

        assertThat(mayPublish(authorizer, at(INSIDE), "out/y")).isTrue();
        assertThat(mayPublish(authorizer, at(INSIDE), "out/x")).isFalse();
        assertThat(mayPublish(authorizer, at(INSIDE), "in/x")).isFalse();
        assertThat(maySubscribe(authorizer, at(INSIDE), "#")).isTrue();
        assertThat(maySubscribe(authorizer, at(INSIDE), "out/y")).isFalse();
        assertThat(authorizer.mayReceive(at(INSIDE), Topic.of("in/x"))).isTrue();
        assertThat(authorizer.mayReceive(at(INSIDE), Topic.of("out/y"))).isFalse();
        assertThat(authorizer.mayStillPublish("sensor-1", null, Topic.of("out/y")))
                .isTrue();
        assertThat(authorizer.mayStillPublish("sensor-1", "ann", Topic.of("out/y")))
                .isFalse();
    }

    @Test
    void listeners_may_have_files_of_their_own() throws Exception {
        ListenerConfig outside = ListenerConfig.builder("127.0.0.1", 8883)
                .aclFile(file("outside", "topic read news"))
                .build();
        AclAuthorizer authorizer = read(config(INSIDE, outside));

        assertThat(mayPublish(authorizer, at(INSIDE), "news")).isTrue();
        assertThat(mayPublish(authorizer, at(outside), "news")).isFalse();
        assertThat(authorizer.mayReceive(at(outside), Topic.of("news"))).isTrue();
        assertThat(mayPublish(authorizer, at(null), "news"))
                .as("it is not known where")
                .isFalse();
        assertThat(mayPublish(authorizer, at(ListenerConfig.local(9)), "news")).isFalse();
        assertThat(authorizer.mayStillPublish("sensor-1", null, Topic.of("news")))
                .isTrue();
    }

    @Test
    void a_file_for_all_listeners_counts_also_when_it_is_not_known_where_the_client_was() throws Exception {
        AclAuthorizer authorizer = read(config(INSIDE).aclFile(file("acl", "topic wills/#")));

        assertThat(mayPublish(authorizer, at(null), "wills/x")).isTrue();
        assertThat(mayPublish(authorizer, at(null), "other")).isFalse();
    }

    @Test
    void why_is_explained_with_the_line() throws Exception {
        Path acl = file("acl", "topic out/#", "topic deny out/x");
        AclAuthorizer authorizer = read(config(INSIDE).aclFile(acl));

        Decision denied = authorizer.explain(at(INSIDE), "out/x", Access.PUBLISH);
        assertThat(denied.isAllowed()).isFalse();
        assertThat(denied.reason()).isEqualTo(acl + ":2: topic deny out/x");
        assertThat(authorizer.explain(at(INSIDE), "out/y", Access.RECEIVE).reason())
                .isEqualTo(acl + ":1: topic out/#");
        assertThat(authorizer.explain(at(INSIDE), "in", Access.PUBLISH).reason())
                .isEqualTo("no rule allows it");
        assertThat(authorizer.explain(at(INSIDE), "in/#", Access.SUBSCRIBE).isAllowed())
                .isFalse();
        assertThat(authorizer.explain(at(INSIDE), "out/+", Access.SUBSCRIBE).isAllowed())
                .isTrue();
    }

    @Test
    void a_reload_changes_everything_at_once_or_nothing() throws Exception {
        Path acl = file("acl", "topic a");
        BrokerConfig.Builder config = config(INSIDE).aclFile(acl);
        AclAuthorizer authorizer = read(config);

        file("acl", "topic b");
        Runnable prepared = authorizer.prepare(config.build());
        assertThat(mayPublish(authorizer, at(INSIDE), "a")).isTrue();
        prepared.run();
        assertThat(mayPublish(authorizer, at(INSIDE), "a")).isFalse();
        assertThat(mayPublish(authorizer, at(INSIDE), "b")).isTrue();

        file("acl", "tpic c");
        assertThatThrownBy(() -> authorizer.prepare(config.build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(acl + ":1: ");
        assertThat(mayPublish(authorizer, at(INSIDE), "b")).isTrue();

        authorizer.prepare(config(INSIDE).build()).run();
        assertThat(mayPublish(authorizer, at(INSIDE), "a")).isTrue();
    }

    @Test
    void after_a_reload_a_client_has_the_rights_of_the_listener_at_the_same_address() throws Exception {
        ListenerConfig other = ListenerConfig.local(1884);
        AclAuthorizer authorizer = read(config(INSIDE, other).aclFile(file("acl", "topic a")));
        ListenerConfig changed =
                INSIDE.toBuilder().aclFile(file("b", "topic b")).build();

        authorizer
                .prepare(config(changed, other).aclFile(file("acl", "topic a")).build())
                .run();

        assertThat(mayPublish(authorizer, at(INSIDE), "b")).isTrue();
        assertThat(mayPublish(authorizer, at(INSIDE), "a")).isFalse();
        assertThat(mayPublish(authorizer, at(other), "a")).isTrue();
    }

    @Test
    void asking_allocates_nothing_however_many_rules_there_are() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            lines.add("topic plant/" + i + "/temperature");
        }
        lines.add("pattern write devices/%c/#");
        AclAuthorizer authorizer = read(config(INSIDE).aclFile(file("acl", lines.toArray(String[]::new))));
        Client client = at(INSIDE);
        List<Topic> topics = List.of(Topic.of("plant/700/temperature"), Topic.of("devices/sensor-1/a/b"));

        assertThat(AllocatedBytes.of(10, () -> {
                    for (int i = 0; i < topics.size(); i++) {
                        if (authorizer.mayPublish(client, topics.get(i), Qos.AT_MOST_ONCE, false, later -> {})
                                != Verdict.ALLOWED) {
                            throw new AssertionError("denied");
                        }
                    }
                }))
                .isZero();
    }
}
