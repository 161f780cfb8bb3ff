package io.bellbird.app.doctor;

import io.bellbird.broker.config.ListenerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who may come in where, as the listeners of a configuration say. */
final class ListenerFindings {
    private static final int CONNECTIONS = 1_000;

    private final Subject subject;
    private final List<Finding> findings = new ArrayList<>();

    private ListenerFindings(Subject subject) {
        this.subject = subject;
    }

    static List<Finding> of(Subject subject) {
        ListenerFindings all = new ListenerFindings(subject);
        for (ListenerConfig listener : subject.broker().listeners()) {
            if (Reach.isPublic(listener)) {
                if (!Subject.asksForCertificate(listener)) {
                    all.lookAtAnonymous(listener);
                }
                all.lookAtTransport(listener);
                all.lookAtLimit(listener);
            }
        }
        return all.findings;
    }

    private void lookAtAnonymous(ListenerConfig listener) {
        if (!subject.broker().allowAnonymous(listener)) {
            return;
        }
        String place = subject.place(listener, "listener_allow_anonymous", "allow_anonymous");
        if (subject.broker().aclFile(listener).isPresent()) {
            findings.add(Finding.of(
                    Kind.SOME_ANONYMOUS,
                    place,
                    Reach.shown(listener) + " lets everybody in without a name: a stranger can do what "
                            + subject.broker().aclFile(listener).get() + " allows to those",
                    anonymousLine(listener)));
            return;
        }
        List<String> fixes = new ArrayList<>(List.of(anonymousLine(listener)));
        if (subject.broker().passwordFile(listener).isEmpty()) {
            Path users = subject.beside("users");
            fixes.add("password_file " + users);
            fixes.add("bellbird passwd -c " + ShellWord.of(users) + " NAME");
        }
        findings.add(new Finding(
                Kind.ANONYMOUS,
                place,
                Reach.shown(listener) + " lets everybody in without a name: a stranger can read and write every topic",
                fixes));
    }

    private String anonymousLine(ListenerConfig listener) {
        boolean own = subject.configuration()
                .lines()
                .of(listener, "listener_allow_anonymous")
                .isPresent();
        return (own ? "listener_allow_anonymous" : "allow_anonymous") + " false";
    }

    private void lookAtTransport(ListenerConfig listener) {
        if (listener.tls().isEmpty() && subject.broker().passwordFile(listener).isPresent()) {
            findings.add(Finding.of(
                    Kind.NO_TLS,
                    subject.place(listener),
                    Reach.shown(listener) + " has users and no TLS: who is on the way can read their passwords",
                    "certfile " + subject.beside("server.pem"),
                    "keyfile " + subject.beside("server-key.pem")));
        }
    }

    private void lookAtLimit(ListenerConfig listener) {
        if (listener.maxConnections() < 0 && subject.broker().globalMaxConnections() < 0) {
            findings.add(Finding.of(
                    Kind.NO_CONNECTION_LIMIT,
                    subject.place(listener, "max_connections"),
                    Reach.shown(listener) + " has no limit of connections: a stranger can take all that there are",
                    "max_connections " + CONNECTIONS));
        }
    }
}
