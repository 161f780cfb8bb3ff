package io.bellbird.app.doctor;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.ConfigurationException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at configurations and at running brokers. */
public final class Doctor {
    private static final int TCP_PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int ADMIN_PORT = 9883;

    private final Consumer<String> progress;
    private final InstantSource clock;
    private final List<String> ownAddresses;
    private final DefaultLogins logins = new DefaultLogins(System::nanoTime, TimeUnit.MILLISECONDS::sleep);

    /** @param progress takes a line before each thing that takes long */
    public Doctor(Consumer<String> progress, InstantSource clock) {
        this(progress, clock, AdminReach.ownAddresses());
    }

    /** @param ownAddresses by which others reach this machine */
    Doctor(Consumer<String> progress, InstantSource clock, List<String> ownAddresses) {
        this.progress = progress;
        this.clock = clock;
        this.ownAddresses = ownAddresses;
    }

    /** What is found in a configuration and in the files that it names. */
    public List<Finding> ofConfiguration(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        try {
            Broker.check(subject.broker());
        } catch (ConfigurationException wrong) {
            String check =
                    "bellbird config check " + subject.file().map(ShellWord::of).orElse("");
            wrong.errors()
                    .forEach(error -> findings.add(Finding.of(
                            Kind.UNUSABLE, subject.name(), "no broker starts with this: " + error, check.strip())));
        }
        findings.addAll(ListenerFindings.of(subject));
        findings.addAll(PasswordFindings.of(subject, new CommonPasswords(progress)));
        findings.addAll(RightsFindings.of(subject));
        findings.addAll(TlsFindings.of(subject, clock.instant()));
        findings.addAll(ProcessFindings.of(subject));
        return findings;
    }

    /** What is found at the broker of a configuration, as it is seen from this machine. */
    public List<Finding> ofItsBroker(Subject subject) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.of(subject)) {
            try {
                findings.addAll(visit(endpoint));
            } catch (IOException nobody) {
                findings.add(Finding.of(
                        Kind.NOT_RUNNING,
                        endpoint.toString(),
                        "only the configuration was looked at: " + nobody.getMessage(),
                        "bellbird broker" + ShellWord.option(subject.file())));
            }
        }
        subject.broker()
                .adminListener()
                .flatMap(admin -> AdminReach.of(ownAddresses, admin.port()))
                .ifPresent(findings::add);
        return findings;
    }

    /**
     * What is found at any broker.
     *
     * @param port empty for the usual ones, with and without TLS
     * @throws IOException when none answers
     */
    public List<Finding> ofBroker(String host, OptionalInt port) throws IOException, InterruptedException {
        List<Integer> ports = port.isPresent() ? List.of(port.getAsInt()) : List.of(TCP_PORT, TLS_PORT);
        List<Finding> findings = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (int each : ports) {
            Endpoint endpoint = Endpoint.named(host, each);
            try {
                findings.addAll(visit(endpoint));
            } catch (IOException nobody) {
                silent.add(endpoint + ": " + nobody.getMessage());
            }
        }
        if (silent.size() == ports.size()) {
            throw new IOException(String.join("; ", silent));
        }
        if (Reach.isPublic(host)) {
            AdminReach.of(List.of(host), ADMIN_PORT).ifPresent(findings::add);
        }
        return findings;
    }

    private List<Finding> visit(Endpoint endpoint) throws IOException, InterruptedException {
        progress.accept("looking at " + endpoint);
        return new Visit(endpoint, logins, clock.instant()).look();
    }
}
