package io.bellbird.app.doctor;

import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The broker as a whole: its admin listener, its bans, its files, its user. */
final class ProcessFindings {
    private final Subject subject;
    private final List<Finding> findings = new ArrayList<>();

    private ProcessFindings(Subject subject) {
        this.subject = subject;
    }

    static List<Finding> of(Subject subject) {
        ProcessFindings all = new ProcessFindings(subject);
        subject.broker().adminListener().ifPresent(all::lookAtAdmin);
        all.lookAtBans();
        subject.dataFolder().ifPresent(all::lookAtData);
        all.files().forEach(all::lookAtWriters);
        subject.processUser().ifPresent(all::lookAtUser);
        return all.findings;
    }

    private void lookAtAdmin(AdminListener admin) {
        if (Reach.isPublic(admin.host())) {
            findings.add(publicAdmin(subject.place("admin_listener"), admin.host(), admin.port()));
        }
    }

    /** The finding of an admin listener that others reach. */
    static Finding publicAdmin(String place, String host, int port) {
        return Finding.of(
                Kind.PUBLIC_ADMIN,
                place,
                "the admin listener is at " + host + " port " + port + ": a stranger can read the broker's metrics,"
                        + " and whoever listens in on the network passwords and tokens for the console",
                "admin_listener " + port + " 127.0.0.1");
    }

    private void lookAtBans() {
        boolean guessed = subject.broker().listeners().stream()
                .anyMatch(listener -> Reach.isPublic(listener)
                        && subject.broker().passwordFile(listener).isPresent());
        if (guessed && !subject.broker().loginLimits().ban()) {
            boolean never = subject.broker().loginLimits().failuresMax() == 0;
            String setting = never ? "login_failures_max" : "login_ban_seconds";
            findings.add(Finding.of(
                    Kind.NO_BANS,
                    subject.place(setting),
                    "addresses from which logins fail are never banned: a stranger can guess passwords day and night",
                    never ? "login_failures_max 20" : "login_ban_seconds 300"));
        }
    }

    private void lookAtData(Path folder) {
        if (FileModes.othersEnter(folder)) {
            findings.add(Finding.of(
                    Kind.READABLE_DATA,
                    folder.toString(),
                    "others on this machine can enter the data folder and read messages and sessions there",
                    "chmod o= " + ShellWord.of(folder)));
        }
    }

    /** What decides about the broker. */
    private Set<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        subject.file().ifPresent(files::add);
        for (ListenerConfig listener : subject.broker().listeners()) {
            subject.broker().passwordFile(listener).ifPresent(files::add);
            subject.broker().aclFile(listener).ifPresent(files::add);
            if (listener.tls().isPresent()) {
                TlsConfig tls = listener.tls().get();
                files.add(tls.certFile());
                files.add(tls.keyFile());
                List.of(tls.caFile(), tls.caPath(), tls.crlFile()).forEach(file -> file.ifPresent(files::add));
            }
        }
        return files;
    }

    private void lookAtWriters(Path file) {
        Optional<Path> writable = FileModes.othersWrite(file)
                ? Optional.of(file)
                : Optional.of(file)
                        .filter(FileModes::othersReplace)
                        .map(Path::toAbsolutePath)
                        .map(Path::getParent);
        writable.ifPresent(path -> findings.add(Finding.of(
                Kind.WRITABLE_FILE,
                file.toString(),
                "others on this machine can " + (path.equals(file) ? "change" : "replace")
                        + " this file, and so decide who comes in",
                "chmod o-w " + ShellWord.of(path))));
    }

    private void lookAtUser(String user) {
        if (user.equals("root")) {
            findings.add(Finding.of(
                    Kind.RUNS_AS_ROOT,
                    subject.name(),
                    "the broker runs as root: who finds a hole in it has the whole machine",
                    "useradd --system bellbird",
                    "runuser -u bellbird -- bellbird broker" + ShellWord.option(subject.file())));
        }
    }
}
