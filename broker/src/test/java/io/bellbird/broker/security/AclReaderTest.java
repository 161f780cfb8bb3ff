package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclReaderTest {
    private static final Client ANONYMOUS = new Client("sensor-1", null, "", null);

    private static Client user(String name) {
        return new Client("sensor-1", name, "", null);
    }

    private static AccessList parse(String... lines) {
        try {
            return AclReader.parse("farm.acl", String.join("\n", lines));
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean may(AccessList list, Client client, Access access, String topic) {
        AccessRule rule = list.ruleFor(client, Topic.of(topic), access);
        return rule != null && !rule.isDeny();
    }

    private static @Nullable String ruleOf(AccessList list, Client client, Access access, String topic) {
        AccessRule rule = list.ruleFor(client, Topic.of(topic), access);
        return rule == null ? null : rule.toString();
    }

    // What lines mean

    @Test
    void nothing_is_allowed_that_no_line_allows() {
        AccessList list = parse("", "# only a comment");

        assertThat(may(list, ANONYMOUS, Access.PUBLISH, "a")).isFalse();
        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "a")).isFalse();
        assertThat(may(list, user("ann"), Access.RECEIVE, "a")).isFalse();
    }

    @Test
    void lines_before_the_first_user_are_for_anonymous_clients_alone() {
        AccessList list = parse("topic news/#", "user ann", "topic read mail/ann", "user bob", "topic mail/#");

        assertThat(may(list, ANONYMOUS, Access.PUBLISH, "news/x")).isTrue();
        assertThat(may(list, user("ann"), Access.RECEIVE, "news/x")).isFalse();
        assertThat(may(list, user("ann"), Access.RECEIVE, "mail/ann")).isTrue();
        assertThat(may(list, user("ann"), Access.PUBLISH, "mail/ann")).isFalse();
        assertThat(may(list, user("bob"), Access.PUBLISH, "mail/ann")).isTrue();
        assertThat(may(list, user("eve"), Access.RECEIVE, "mail/ann")).isFalse();
    }

    @Test
    void a_user_may_have_several_sections_and_spaces_in_its_name() {
        AccessList list = parse("user Ann Lee", "topic a", "user bob", "topic b", "user  Ann Lee ", "topic c");

        assertThat(may(list, user("Ann Lee"), Access.PUBLISH, "a")).isTrue();
        assertThat(may(list, user("Ann Lee"), Access.PUBLISH, "b")).isFalse();
        assertThat(may(list, user("Ann Lee"), Access.PUBLISH, "c")).isTrue();
    }

    @Test
    void deny_wins_wherever_it_stands() {
        AccessList list = parse("topic farm/#", "topic deny farm/safe/#", "topic read farm/safe/door");

        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "farm/barn")).isTrue();
        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "farm/safe/door")).isFalse();
        assertThat(ruleOf(list, ANONYMOUS, Access.PUBLISH, "farm/safe"))
                .isEqualTo("farm.acl:2: topic deny farm/safe/#");
    }

    @Test
    void a_topic_reaches_to_the_end_of_its_line() {
        AccessList list = parse("  topic read front door/bell  ", "topic read");

        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "front door/bell")).isTrue();
        assertThat(may(list, ANONYMOUS, Access.PUBLISH, "read")).isTrue();
    }

    @Test
    void only_lines_that_say_so_are_about_sys() {
        AccessList list = parse("topic read #", "topic read +/broker/uptime", "user ann", "topic read $SYS/#");

        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "$SYS/broker/uptime")).isFalse();
        assertThat(may(list, user("ann"), Access.RECEIVE, "$SYS/broker/uptime")).isTrue();
        assertThat(may(list, user("ann"), Access.RECEIVE, "a")).isFalse();
    }

    @Test
    void the_lines_of_a_client_decide_before_patterns_as_in_mosquitto() {
        AccessList list = parse("topic secret", "topic deny open", "pattern deny secret", "pattern open", "pattern x");

        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "secret")).isTrue();
        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "open")).isFalse();
        assertThat(may(list, user("ann"), Access.RECEIVE, "secret")).isFalse();
        assertThat(may(list, user("ann"), Access.RECEIVE, "x")).isTrue();
    }

    // Patterns

    @Test
    void patterns_stand_for_the_client_and_the_user() {
        AccessList list = parse("pattern write devices/%c/#", "pattern read users/%u/dev-%c!");

        assertThat(may(list, ANONYMOUS, Access.PUBLISH, "devices/sensor-1/t")).isTrue();
        assertThat(may(list, ANONYMOUS, Access.PUBLISH, "devices/sensor-2/t")).isFalse();
        assertThat(may(list, user("ann"), Access.RECEIVE, "users/ann/dev-sensor-1!"))
                .isTrue();
        assertThat(may(list, user("ann"), Access.RECEIVE, "users/ann/dev-sensor-1"))
                .isFalse();
        assertThat(may(list, user("ann"), Access.RECEIVE, "users/ann/dev-sensor-1!!"))
                .isFalse();
        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "users//dev-sensor-1!")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"+", "#", "a/b", "$SYS", "''"})
    void a_name_never_widens_a_pattern(String name) {
        AccessList list = parse("pattern %u/#", "pattern x/%u", "pattern x/y/%u/z", "pattern all");
        Client client = user(name);

        for (String topic : new String[] {"a/b/c", "$SYS/broker", "x/a/b", "x/y", "x/y//z", "/z", "x/"}) {
            assertThat(may(list, client, Access.RECEIVE, topic)).as(topic).isFalse();
        }
        assertThat(may(list, client, Access.RECEIVE, "all")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"+", "#", "a/b"})
    void a_name_is_no_way_around_a_pattern_that_denies(String name) {
        AccessList list = parse("pattern read mail/#", "pattern deny mail/%c/#");

        assertThat(may(list, new Client(name, null, "", null), Access.RECEIVE, "mail/a/b"))
                .isFalse();
        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "mail/a/b")).isTrue();
    }

    @Test
    void topic_lines_take_percent_signs_as_they_are() {
        AccessList list = parse("topic rooms/%c");

        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "rooms/%c")).isTrue();
        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "rooms/sensor-1")).isFalse();
    }

    // Roles

    @Test
    void a_user_has_the_rights_of_its_roles() {
        AccessList list = parse(
                "role reader",
                "topic read farm/#",
                "role miller",
                "topic mill/#",
                "topic deny farm/accounts/#",
                "user ann",
                "role reader miller",
                "topic farm/accounts/ann",
                "user bob",
                "role reader");

        assertThat(may(list, user("ann"), Access.PUBLISH, "mill/on")).isTrue();
        assertThat(may(list, user("ann"), Access.RECEIVE, "farm/accounts/ann")).isFalse();
        assertThat(may(list, user("bob"), Access.RECEIVE, "farm/accounts/ann")).isTrue();
        assertThat(may(list, user("bob"), Access.PUBLISH, "mill/on")).isFalse();
        assertThat(may(list, ANONYMOUS, Access.RECEIVE, "farm/x")).isFalse();
    }

    // Subscriptions

    @ParameterizedTest
    @CsvSource({
        "farm/barn, true", "farm/#, true", "#, true", "+/barn, true", "farm/safe/#, false", "farm/safe, false",
        "farm/+/door, true", "mill/on, false", "mill/#, false", "other/#, false", "$SYS/#, false", "+/+/+, true",
        "devices/sensor-1/x, true", "devices/+/x, true", "devices/sensor-2/x, false", "farm, true", "barn/farm, false"
    })
    void a_subscription_is_allowed_when_something_could_be_received(String filter, boolean allowed) {
        AccessList list =
                parse("topic read farm/#", "topic deny farm/safe/#", "topic write mill/#", "pattern read devices/%c/+");

        AccessRule rule = list.ruleFor(ANONYMOUS, TopicFilter.parse(filter));

        assertThat(rule != null && !rule.isDeny()).isEqualTo(allowed);
    }

    // Mistakes

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            commentCharacter = '!',
            textBlock =
                    """
                    topc read a       | a line begins with topic, pattern, user or role, not with 'topc', did you mean 'topic'?
                    topic raed a b    | 'raed' is not deny, read, write or readwrite, did you mean 'read'?; one of them must stand before a topic with spaces
                    topic             | which topics? Write topic readwrite FILTER
                    topic a/#/b       | # in a topic filter must be its whole last level; character 3 is not
                    topic read a+     | + in a topic filter must be a whole level; character 2 is not
                    user              | which user? Write user NAME
                    role              | which role? Write role NAME
                    role a b          | a role has one name, without spaces; only in the section of a user there may be several
                    role reader       | there is a role reader above: put all its lines in one place
                    pattern %c        | a pattern is for all clients and belongs to no role: put it before the first role, or behind a user
                    """)
    void a_mistake_is_named_with_its_line(String line, String error) {
        assertThatThrownBy(() -> AclReader.parse("farm.acl", "role reader\n" + line))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("farm.acl:2: " + error);
    }

    @Test
    void an_unknown_role_is_a_mistake() {
        assertThatThrownBy(() -> AclReader.parse("farm.acl", "role reader\nuser ann\nrole raeder"))
                .hasMessage("farm.acl:3: there is no role raeder for the user ann, did you mean 'reader'?;"
                        + " roles are described above the first user");
    }

    @Test
    void what_no_topic_can_be_is_a_mistake() {
        assertThatThrownBy(() -> AclReader.parse("farm.acl", "topic " + "a/".repeat(200)))
                .hasMessage("farm.acl:1: the topic filter has more than 200 levels, and no topic has");
        assertThatThrownBy(() -> AclReader.parse("farm.acl", "topic " + "a".repeat(70_000)))
                .hasMessage("farm.acl:1: the line is longer than 65635 characters, which no topic is");
    }

    @Test
    void all_mistakes_are_named_up_to_a_limit() {
        assertThatThrownBy(() -> AclReader.parse("farm.acl", "x\ny\n"))
                .hasMessageContaining("farm.acl:1: ")
                .hasMessageContaining("farm.acl:2: ");
        assertThatThrownBy(() -> AclReader.parse("farm.acl", "x\n".repeat(1000)))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.errors())
                        .hasSize(AclReader.ERRORS_MAX));
    }

    @Test
    void a_file_that_cannot_be_read_is_a_mistake(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.acl");
        assertThatThrownBy(() -> AclReader.read(missing))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("cannot read the acl_file " + missing + ": it is not there, check the path");
        assertThatThrownBy(() -> AclReader.read(folder))
                .hasMessage("cannot read the acl_file " + folder + ": it is a folder, name a file in it");
        Path large = folder.resolve("large.acl");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(AclReader.FILE_BYTES_MAX + 1);
        }
        assertThatThrownBy(() -> AclReader.read(large))
                .hasMessage("cannot read the acl_file " + large
                        + ": it is larger than 16 MiB, use roles and patterns instead of a line for each");
        Path latin = Files.write(folder.resolve("latin.acl"), "topic bär".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> AclReader.read(latin))
                .hasMessage("cannot read the acl_file " + latin + ": it is not UTF-8 text, save it as UTF-8");
    }
}
