package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.session.GroupView;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shared groups, their members, and how far they are behind. */
record GroupEndpoints(Administration broker) {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;

    void addTo(Api api) {
        api.get("/api/groups", Scope.ADMIN, this::list);
    }

    /** @param next goes on after it; absent on the last page */
    private record Listed(List<Group> groups, @Nullable String next) {}

    private record Group(
            String group,
            String name,
            String filter,
            long waitingMessages,
            long waitingBytes,
            int memberCount,
            List<Member> members) {

        static Group of(GroupView view) {
            return new Group(
                    view.text(),
                    view.name(),
                    view.filter(),
                    view.waitingMessages(),
                    view.waitingBytes(),
                    view.memberCount(),
                    view.members().stream().map(Member::of).toList());
        }
    }

    private record Member(String client, boolean connected, int inflightMessages) {
        static Member of(GroupView.Member view) {
            return new Member(view.client(), view.connected(), view.inflight());
        }
    }

    private void list(Call call) {
        int limit = call.number("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
        String after = call.request().parameter("after").orElse("");
        call.later(broker.shards()
                .ask(shard -> shard.groups().views(after, limit))
                .thenApply(ofShards -> page(limit, ofShards)));
    }

    private static Listed page(int limit, List<List<GroupView>> ofShards) {
        List<GroupView> all = ofShards.stream()
                .flatMap(Collection::stream)
                .sorted(Comparator.comparing(GroupView::text))
                .toList();
        List<Group> groups = all.stream().limit(limit).map(Group::of).toList();
        // a shard that gave as many as it was asked for may have more
        boolean goesOn = all.size() > limit || ofShards.stream().anyMatch(each -> each.size() == limit);
        return new Listed(groups, goesOn ? groups.get(groups.size() - 1).group : null);
    }
}
