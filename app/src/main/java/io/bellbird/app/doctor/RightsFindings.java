package io.bellbird.app.doctor;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.security.AccessLines;
import io.bellbird.broker.security.AccessRule;
import io.bellbird.broker.security.PasswordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of ACL files: what they give to everybody, and to whom they give something that nobody has proved to be. */
final class RightsFindings {
    private static final Set<String> EVERYTHING = Set.of("#", "+/#");
    private static final String SYS = "$SYS/";

    private final Subject subject;
    private final List<Finding> findings = new ArrayList<>();

    private RightsFindings(Subject subject) {
        this.subject = subject;
    }

    static List<Finding> of(Subject subject) {
        RightsFindings all = new RightsFindings(subject);
        Set<Path> files = new LinkedHashSet<>();
        for (ListenerConfig listener : subject.broker().listeners()) {
            subject.broker().aclFile(listener).ifPresentOrElse(files::add, () -> all.lookAtMissing(listener));
        }
        files.forEach(all::lookAt);
        return all.findings;
    }

    private void lookAtMissing(ListenerConfig listener) {
        boolean severalUsers = subject.broker()
                        .passwordFile(listener)
                        .map(RightsFindings::users)
                        .orElse(Set.of())
                        .size()
                > 1;
        if (severalUsers && Reach.isPublic(listener)) {
            findings.add(Finding.of(
                    Kind.NO_RIGHTS,
                    subject.place(listener),
                    "every user of " + Reach.shown(listener)
                            + " can read and write every topic: one stolen password is all of them",
                    "acl_file " + subject.beside("acl")));
        }
    }

    private void lookAt(Path file) {
        AccessLines rules;
        try {
            rules = AccessLines.read(file);
        } catch (ConfigurationException unusable) { // keeps the broker from starting, and is said as that
            return;
        }
        List<ListenerConfig> listeners = subject.broker().listeners().stream()
                .filter(listener -> subject.broker().aclFile(listener).equals(Optional.of(file)))
                .toList();
        if (listeners.stream().anyMatch(subject.broker()::allowAnonymous)) {
            rules.anonymous().forEach(rule -> lookAtWidth(rule, "everybody without a name", "topic read weather/#"));
        }
        rules.patterns().forEach(rule -> {
            lookAtWidth(rule, "every client", "pattern readwrite devices/%u/#");
            lookAtPattern(rule);
        });
        rules.all().forEach(this::lookAtSys);
        lookAtUnknown(file, rules, listeners);
        listeners.forEach(listener -> lookAtProof(listener, rules));
    }

    private void lookAtWidth(AccessRule rule, String who, String narrower) {
        if (!rule.isDeny() && EVERYTHING.contains(rule.filter())) {
            findings.add(Finding.of(
                    Kind.EVERYTHING_FOR_EVERYBODY,
                    rule.place(),
                    "'" + rule.text() + "' gives " + who + " "
                            + (rule.allowsReading() && rule.allowsWriting()
                                    ? "all topics to read and write"
                                    : rule.allowsReading() ? "all topics to read" : "all topics to write"),
                    narrower));
        }
    }

    private void lookAtPattern(AccessRule rule) {
        if (!rule.isDeny() && !AccessLines.isOfClient(rule) && !EVERYTHING.contains(rule.filter())) {
            findings.add(Finding.of(
                    Kind.PATTERN_FOR_ALL,
                    rule.place(),
                    "'" + rule.text() + "' has neither %u nor %c, and so gives all clients the same topics",
                    "pattern "
                            + (rule.allowsReading() ? rule.allowsWriting() ? "readwrite" : "read" : "write") + " "
                            + rule.filter().replace("#", "%u/#")));
        }
    }

    private void lookAtSys(AccessRule rule) {
        if (rule.allowsWriting() && (rule.filter() + "/").startsWith(SYS)) {
            findings.add(Finding.of(
                    Kind.SYS_WRITABLE,
                    rule.place(),
                    "'" + rule.text()
                            + "' lets clients write what only the broker says of itself, at brokers that allow it; this"
                            + " one never does",
                    "topic read " + rule.filter()));
        }
    }

    private void lookAtUnknown(Path file, AccessLines rules, List<ListenerConfig> listeners) {
        List<Path> passwordFiles = listeners.stream()
                .flatMap(listener -> subject.broker().passwordFile(listener).stream())
                .distinct()
                .toList();
        boolean fromCertificates = listeners.stream().anyMatch(listener -> listener.tls()
                .filter(tls -> tls.clientCertificate().isUser())
                .isPresent());
        if (passwordFiles.isEmpty() || fromCertificates) {
            return;
        }
        Set<String> known =
                passwordFiles.stream().flatMap(path -> users(path).stream()).collect(Collectors.toSet());
        rules.users().forEach((name, own) -> {
            if (!known.contains(name)) {
                findings.add(Finding.of(
                        Kind.UNKNOWN_USER,
                        own.isEmpty() ? file.toString() : own.get(0).place(),
                        "there are rules for " + name + ", who is in no password file: whoever gets that name later has"
                                + " them",
                        "bellbird passwd " + ShellWord.of(passwordFiles.get(0)) + " " + ShellWord.of(name)));
            }
        });
    }

    private void lookAtProof(ListenerConfig listener, AccessLines rules) {
        boolean unproven = subject.broker().passwordFile(listener).isEmpty()
                && subject.broker().allowAnonymous(listener)
                && !Subject.asksForCertificate(listener);
        if (unproven && !rules.users().isEmpty()) {
            findings.add(Finding.of(
                    Kind.UNPROVEN_NAMES,
                    subject.place(listener, "acl_file"),
                    "there are rules for users but no password file for " + Reach.shown(listener)
                            + ": a stranger can say the name "
                            + rules.users().keySet().iterator().next()
                            + " and has the rights of it",
                    "password_file " + subject.beside("users"),
                    "bellbird passwd -c " + ShellWord.of(subject.beside("users")) + " NAME"));
        }
    }

    private static Set<String> users(Path file) {
        try {
            return PasswordFile.content(file)
                    .lines()
                    .filter(line -> !PasswordFile.isSilent(line))
                    .flatMap(line -> PasswordFile.user(line).stream())
                    .collect(Collectors.toSet());
        } catch (IOException unusable) { // keeps the broker from starting, and is said as that
            return Set.of();
        }
    }
}
