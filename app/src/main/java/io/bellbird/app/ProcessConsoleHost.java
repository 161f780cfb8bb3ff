package io.bellbird.app;

import io.bellbird.app.doctor.Doctor;
import io.bellbird.app.doctor.Finding;
import io.bellbird.app.doctor.Kind;
import io.bellbird.app.doctor.Report;
import io.bellbird.app.doctor.Subject;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.console.ConsoleHost;
import io.bellbird.console.configuration.RunningConfiguration;
import io.bellbird.console.security.Checkup;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process does for the console. Any thread may call it. */
final class ProcessConsoleHost implements ConsoleHost {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessConsoleHost.class);

    private final ConfigurationSource source;
    private final Optional<Path> dataFolder;
    private final ProcessConfiguration configuration;

    /**
     * For a broker that runs.
     *
     * @param source of its configuration
     * @param configuration of the broker, to be read again
     * @param dataFolder of the broker; empty when all is kept in memory
     */
    ProcessConsoleHost(ConfigurationSource source, ProcessConfiguration configuration, Optional<Path> dataFolder) {
        this.source = source;
        this.dataFolder = dataFolder;
        this.configuration = configuration;
    }

    @Override
    public Optional<Path> dataFolder() {
        return dataFolder;
    }

    @Override
    public Optional<Checkup> checkup() {
        return Optional.of(this::examine);
    }

    /** What {@code bellbird doctor} finds in the configuration, as it is written now, and at this broker. */
    private List<Checkup.Finding> examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            Optional<String> user = ProcessHandle.current().info().user();
            Subject subject = new Subject(source.read(), source.file(), dataFolder, user);
            Doctor doctor = new Doctor(LOG::debug, InstantSource.system());
            findings.addAll(doctor.ofConfiguration(subject));
            findings.addAll(doctor.ofItsBroker(subject));
        } catch (ConfigurationException wrong) {
            String place = source.file().map(Path::toString).orElse("the defaults");
            List<String> fixes = List.of("bellbird config check " + place);
            wrong.errors().forEach(error -> findings.add(new Finding(Kind.UNUSABLE, place, error, fixes)));
        }
        return new Report(findings)
                .findings().stream().map(ProcessConsoleHost::shown).toList();
    }

    private static Checkup.Finding shown(Finding finding) {
        return new Checkup.Finding(
                finding.severity().word(), finding.kind().id(), finding.place(), finding.text(), finding.fixes());
    }

    @Override
    public Optional<RunningConfiguration> configuration() {
        return Optional.of(configuration);
    }
}
