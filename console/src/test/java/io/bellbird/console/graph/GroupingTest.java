package io.bellbird.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupingTest {
    private static List<String> numbered(String format, int count) {
        return IntStream.range(0, count).mapToObj(i -> String.format(format, i)).toList();
    }

    /** How many names each node stands for, by its label. */
    private static Map<String, Long> nodes(Grouping grouping, Collection<String> names) {
        return names.stream()
                .collect(Collectors.groupingBy(
                        name -> grouping.of(name).map(Grouping.Group::label).orElse(name),
                        TreeMap::new,
                        Collectors.counting()));
    }

    @Test
    void names_that_have_room_are_not_grouped() {
        List<String> topics = numbered("home/%d", 20);

        assertThat(nodes(Grouping.ofTopics(topics, 20, Set.of()), topics)).hasSize(20);
    }

    @Test
    void clients_whose_ids_begin_alike_are_one_node_and_all_groups_have_about_the_same_size() {
        List<String> clients = numbered("device-%04d", 1000);

        Map<String, Long> nodes = nodes(Grouping.ofClients(clients, Map.of(), 100, Set.of()), clients);

        assertThat(nodes).hasSize(100).containsEntry("device-042…", 10L);
    }

    @Test
    void topics_are_grouped_by_their_levels() {
        List<String> topics = IntStream.range(0, 400)
                .mapToObj(i -> "plant/hall-" + i % 4 + "/line-" + i / 4 % 5 + "/sensor-" + i / 20)
                .toList();

        Map<String, Long> nodes = nodes(Grouping.ofTopics(topics, 30, Set.of()), topics);

        assertThat(nodes).hasSize(20).containsEntry("plant/hall-2/line-3/sensor-…", 20L);
    }

    @Test
    void what_is_small_is_not_grouped_because_something_else_is_large() {
        List<String> topics = numbered("fleet/truck-%04d", 1000);
        List<String> all = new java.util.ArrayList<>(topics);
        all.addAll(List.of("home/bell", "home/light"));

        Map<String, Long> nodes = nodes(Grouping.ofTopics(all, 50, Set.of()), all);

        assertThat(nodes).containsEntry("home/bell", 1L).containsEntry("fleet/truck-07…", 100L);
    }

    @Test
    void clients_of_a_user_are_one_node_when_there_are_more_clients_than_users() {
        List<String> clients = numbered("c%d", 300);
        Map<String, String> users =
                clients.stream().collect(Collectors.toMap(client -> client, client -> "user" + client.length()));

        Grouping grouping = Grouping.ofClients(clients, users, 100, Set.of());

        assertThat(nodes(grouping, clients))
                .containsExactlyInAnyOrderEntriesOf(Map.of("user2", 10L, "user3", 90L, "user4", 200L));
        assertThat(nodes(Grouping.ofClients(clients, users, 100, Set.of("user:user2")), clients))
                .containsKeys("c0", "c9")
                .doesNotContainKey("user2");
    }

    @Test
    void a_group_that_is_opened_is_split() {
        List<String> clients = numbered("device-%04d", 1000);

        Map<String, Long> nodes =
                nodes(Grouping.ofClients(clients, Map.of(), 100, Set.of("client:device-042")), clients);

        assertThat(nodes).hasSize(109).containsEntry("device-0427", 1L).containsEntry("device-043…", 10L);
    }

    @Test
    void a_name_that_comes_later_belongs_to_the_group_that_it_fits() {
        Grouping grouping = Grouping.ofClients(numbered("device-%04d", 1000), Map.of(), 100, Set.of());

        assertThat(grouping.of("device-042b")).contains(new Grouping.Group("client:device-042", "device-042…"));
        assertThat(grouping.of("other")).isEmpty();
        assertThat(grouping.of("device")).isEmpty();
    }

    @Test
    void a_name_that_others_begin_with_is_not_lost() {
        List<String> topics = List.of("a", "a/", "a/b", "a/b/c", "b");

        assertThat(nodes(Grouping.ofTopics(topics, 2, Set.of()), topics))
                .isEqualTo(Map.of("a", 1L, "a/…", 3L, "b", 1L));
        assertThat(nodes(Grouping.ofTopics(topics, 9, Set.of()), topics)).hasSize(5);
    }
}
