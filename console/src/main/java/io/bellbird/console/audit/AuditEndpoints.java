package io.bellbird.console.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellbird.broker.Administration;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has happened that security is about. */
public final class AuditEndpoints {
    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 500;

    private final Administration broker;
    private final Background background;

    /** @param background reads the file */
    public AuditEndpoints(Administration broker, Background background) {
        this.broker = broker;
        this.background = background;
    }

    /** Adds them. */
    public void addTo(Api api) {
        api.get("/api/audit", Scope.ADMIN, this::read);
    }

    /** @param next where the rest begins; null when there is none */
    private record Page(List<JsonNode> events, @Nullable String next) {}

    private void read(Call call) {
        int limit = call.number("limit", LIMIT, 1, LIMIT_MAX);
        String search = call.request().parameter("search").orElse("");
        long before = before(call);
        Path file = broker.auditFile()
                .orElseThrow(() -> Problem.notFound("this broker keeps no audit log: give it the line 'audit_log FILE'"
                        + " in the configuration, and start it again"));
        call.later(background.run(() -> page(file, before, limit, search)));
    }

    private static long before(Call call) {
        String text = call.request().parameter("before").orElse(Long.toString(Long.MAX_VALUE));
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException none) {
            throw Problem.badRequest("parameter before is " + text + ": use what the page before gave as next");
        }
    }

    private static Page page(Path file, long before, int limit, String search) {
        try {
            AuditFile.Found found = AuditFile.read(file, before, limit, search);
            return new Page(found.events(), found.next() == 0 ? null : Long.toString(found.next()));
        } catch (IOException e) {
            throw Problem.of(500, "Not read", "cannot read the audit log " + file + ": " + e);
        }
    }
}
