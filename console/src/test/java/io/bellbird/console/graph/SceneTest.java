package io.bellbird.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.session.SessionView;
import io.bellbird.broker.watch.Flow;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SceneTest {
    private static final Topic BELL = Topic.of("home/bell");
    private static final GraphQuery ALL = query("#", "", 50, Set.of());

    private final Network network = new Network();
    private long millis = 1_000_000;

    private static GraphQuery query(String filter, String client, int limit, Set<String> open) {
        return new GraphQuery(TopicFilter.parse(filter), client, limit, open, topic -> !topic.text()
                .startsWith("secret"));
    }

    private Scene scene(GraphQuery query) {
        return new Scene(query, () -> millis);
    }

    private @Nullable Object next(Scene scene, Flow... flows) {
        return next(scene, List.of(flows));
    }

    /** A tenth of a second later. */
    private @Nullable Object next(Scene scene, List<Flow> flows) {
        millis += 100;
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        network.forget(nanos);
        network.add(flows, nanos);
        scene.add(network, flows, 0, 0, nanos);
        return scene.next(network, nanos);
    }

    private GraphEvent graph(Scene scene, Flow... flows) {
        return graph(scene, List.of(flows));
    }

    private GraphEvent graph(Scene scene, List<Flow> flows) {
        return (GraphEvent)
                assertThat(next(scene, flows)).isInstanceOf(GraphEvent.class).actual();
    }

    private FlowsEvent flows(Scene scene, Flow... flows) {
        return (FlowsEvent)
                assertThat(next(scene, flows)).isInstanceOf(FlowsEvent.class).actual();
    }

    private void pass(long seconds) {
        millis += TimeUnit.SECONDS.toMillis(seconds);
    }

    private static List<String> labels(Iterable<Node> nodes) {
        List<String> labels = new ArrayList<>();
        nodes.forEach(node -> labels.add(node.kind().word() + " " + node.label()));
        return labels;
    }

    private static SessionView session(String clientId, @Nullable String user, boolean connected) {
        return new SessionView(
                clientId, user, connected ? "127.0.0.1:1" : null, null, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static List<Flow> manyClients(int count) {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flows.add(new Flow(String.format("device-%04d", i), Topic.of("plant"), 1, 0));
        }
        return flows;
    }

    @Test
    void the_first_event_is_the_whole_picture_and_those_that_follow_what_happened() {
        Scene scene = scene(ALL);

        GraphEvent first = graph(scene, new Flow("ann", BELL, 2, 0), new Flow("bob", BELL, 0, 4));
        FlowsEvent second = flows(scene, new Flow("ann", BELL, 3, 0), new Flow("carol", BELL, 0, 1));

        assertThat(labels(first.nodes())).containsExactlyInAnyOrder("client ann", "client bob", "topic home/bell");
        assertThat(first.edges()).extracting(GraphEvent.Link::rate).containsExactlyInAnyOrder(1.0, 2.0);
        Map<String, Integer> ids = first.nodes().stream().collect(Collectors.toMap(Node::label, Node::id));
        assertThat(labels(second.nodes())).containsExactly("client carol");
        int carol = second.nodes().iterator().next().id();
        assertThat(second.edges()).containsExactly(new long[] {ids.get("ann"), ids.get("home/bell"), 3}, new long[] {
            ids.get("home/bell"), carol, 1
        });
    }

    @Test
    void while_nothing_happens_there_is_an_event_a_second() {
        Scene scene = scene(ALL);
        graph(scene, new Flow("ann", BELL, 1, 0));

        assertThat(next(scene)).isNull();
        pass(1);

        assertThat(flows(scene).edges()).isEmpty();
    }

    @Test
    void what_is_not_asked_for_and_what_the_viewer_may_not_see_is_not_there() {
        Scene scene = scene(query("home/#", "an", 50, Set.of()));

        GraphEvent graph = graph(
                scene,
                new Flow("Ann", BELL, 1, 0),
                new Flow("bob", BELL, 1, 0),
                new Flow("dan", Topic.of("work/bell"), 1, 0));
        GraphEvent secret = graph(scene(ALL), new Flow("ann", Topic.of("secret/x"), 1, 1));

        assertThat(labels(graph.nodes())).containsExactly("client Ann", "topic home/bell");
        assertThat(secret.nodes()).extracting(Node::label).doesNotContain("secret/x");
    }

    @Test
    void clients_that_are_connected_are_there_without_messages_too() {
        Scene scene = scene(ALL);
        network.setSessions(List.of(session("quiet", null, true), session("away", null, false)));

        assertThat(labels(graph(scene).nodes())).containsExactly("client quiet");
        assertThat(labels(graph(scene(query("home/#", "", 50, Set.of()))).nodes()))
                .isEmpty();
        network.setSessions(List.of());
        pass(1);
        assertThat(flows(scene).gone()).hasSize(1);
    }

    @Test
    void what_is_silent_for_a_minute_goes() {
        Scene scene = scene(ALL);
        graph(scene, new Flow("ann", BELL, 1, 0), new Flow("bob", Topic.of("other"), 1, 0));
        pass(50);
        flows(scene, new Flow("ann", BELL, 1, 0));
        pass(20);

        FlowsEvent event = flows(scene);

        assertThat(event.gone()).hasSize(2);
        assertThat(event.clients()).isEqualTo(1);
    }

    @Test
    void many_clients_are_grouped_and_a_group_can_be_opened() {
        GraphEvent grouped = graph(scene(query("#", "", 500, Set.of())), manyClients(1000));
        GraphEvent opened = graph(scene(query("#", "", 500, Set.of("client:device-042"))), manyClients(1000));

        assertThat(grouped.clients()).isEqualTo(1000);
        assertThat(grouped.nodes()).hasSize(101);
        assertThat(grouped.nodes())
                .filteredOn(node -> "client:device-042".equals(node.group()))
                .extracting(Node::count)
                .containsExactly(10);
        assertThat(opened.nodes()).hasSize(110).extracting(Node::label).contains("device-0427");
    }

    @Test
    void messages_of_a_group_are_those_of_its_members() {
        Scene scene = scene(query("#", "", 25, Set.of()));
        graph(scene, manyClients(1000));

        FlowsEvent event = flows(
                scene,
                new Flow("device-0001", Topic.of("plant"), 2, 0),
                new Flow("device-0002", Topic.of("plant"), 3, 0));

        assertThat(event.edges()).hasSize(1);
        assertThat(event.edges().get(0)[2]).isEqualTo(5);
        assertThat(event.nodes()).isEmpty();
    }

    @Test
    void when_there_are_few_again_each_is_a_node() {
        Scene scene = scene(query("#", "", 50, Set.of()));
        graph(scene, manyClients(1000));
        pass(70);

        GraphEvent event = graph(scene, manyClients(5));

        assertThat(event.nodes()).hasSize(6).extracting(Node::count).containsOnly(1);
    }

    @Test
    void a_picture_that_grows_is_grouped_when_there_is_no_room_any_more() {
        Scene scene = scene(query("#", "", 50, Set.of()));
        graph(scene, manyClients(20));
        pass(1);

        GraphEvent event = graph(scene, manyClients(300));

        assertThat(event.nodes()).hasSizeLessThan(20);
        assertThat(event.nodes().stream()
                        .filter(node -> node.kind() == Kind.CLIENT)
                        .mapToInt(Node::count)
                        .sum())
                .isEqualTo(300);
    }
}
