package io.bellbird.app.top;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a broker through its admin listener. */
final class AdminSource implements Source {
    private final Top.Admin admin;
    private @Nullable Metrics before;

    AdminSource(Top.Admin admin) {
        this.admin = admin;
    }

    @Override
    public List<String> look(Order order, int limit) throws IOException {
        Metrics now = Metrics.of(admin.get("/metrics"), System.nanoTime());
        List<ClientReport> clients =
                ClientReport.all(admin.get("/clients?sort=" + order.word() + "&limit=" + Math.max(1, limit)));
        List<String> lines = View.lines(now, before == null ? now : before, order, clients);
        before = now;
        return lines;
    }

    @Override
    public void close() {}
}
