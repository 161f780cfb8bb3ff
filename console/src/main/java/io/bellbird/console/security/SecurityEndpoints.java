package io.bellbird.console.security;

import io.bellbird.broker.Administration;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Background;
import java.time.InstantSource;
import java.util.Optional;

/** Users, rights and why, and what could be better. For those who may do everything. */
public final class SecurityEndpoints {
    private final UserEndpoints users;
    private final RightsEndpoints rights;
    private final ExplainEndpoint explain;
    private final DoctorEndpoint doctor;

    /**
     * All of it.
     *
     * @param checkup looks for what a stranger could use; empty when the program has none
     * @param files reads and writes them
     * @param checks does what takes long
     */
    public SecurityEndpoints(Administration broker, Optional<Checkup> checkup, Background files, Background checks) {
        users = new UserEndpoints(broker, files);
        rights = new RightsEndpoints(broker, files);
        explain = new ExplainEndpoint(broker, files);
        doctor = new DoctorEndpoint(checkup, checks, InstantSource.system());
    }

    /** Adds what can be asked for. */
    public void addTo(Api api) {
        users.addTo(api);
        rights.addTo(api);
        explain.addTo(api);
        doctor.addTo(api);
    }
}
