package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.broker.watch.AuditEvent.Field;
import io.bellbird.broker.watch.AuditEvent.Kind;
import io.bellbird.console.http.Call;

/** Takes note of who has changed what. */
record Changes(Administration broker) {
    void note(Call call, Kind kind, Field... about) {
        broker.audit()
                .ifPresent(audit ->
                        audit.note(AuditEvent.done(kind, call.principal().name(), about)));
    }
}
