package io.bellbird.app.doctor;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.HashMethod.Argon2;
import io.bellbird.broker.security.HashMethod.Pbkdf2;
import io.bellbird.broker.security.MalformedHashException;
import io.bellbird.broker.security.PasswordFile;
import io.bellbird.broker.security.PasswordHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The users of a password file: how well their passwords are kept, and whether a stranger would guess them. */
final class PasswordFindings {
    /** Fewer rounds of PBKDF2 are guessed in bulk. */
    private static final int ROUNDS_MIN = 20_000;
    /** KiB times passes of Argon2id, as the weakest choice of OWASP's has them. */
    private static final long ARGON2_MIN = 7_168 * 5;

    private static final int NAMED_MAX = 5;

    private final Path file;
    private final CommonPasswords common;
    private final List<KnownUser> users = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * A user whose hash is understood.
     *
     * @param line from 1
     */
    record KnownUser(String name, int line, PasswordHash hash) {}

    private PasswordFindings(Path file, CommonPasswords common) {
        this.file = file;
        this.common = common;
    }

    static List<Finding> of(Subject subject, CommonPasswords common) {
        Set<Path> files = new LinkedHashSet<>();
        for (ListenerConfig listener : subject.broker().listeners()) {
            subject.broker().passwordFile(listener).ifPresent(files::add);
        }
        List<Finding> findings = new ArrayList<>();
        files.forEach(file -> findings.addAll(of(file, common)));
        return findings;
    }

    private static List<Finding> of(Path file, CommonPasswords common) {
        PasswordFindings all = new PasswordFindings(file, common);
        try {
            all.read(PasswordFile.content(file).lines().toList());
        } catch (IOException unreadable) { // is what keeps the broker from starting, and is said as that
            return List.of();
        }
        all.lookAtReaders();
        all.lookAtHashes();
        all.guess();
        return all.findings;
    }

    private void read(List<String> lines) {
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!PasswordFile.isSilent(line) && PasswordFile.user(line).isPresent()) {
                String name = PasswordFile.user(line).get();
                String hash = line.substring(line.indexOf(':') + 1).strip();
                if (hash.startsWith("$")) {
                    add(name, i + 1, hash);
                } else {
                    plain.add(name);
                }
            }
        }
        if (!plain.isEmpty()) {
            findings.add(Finding.of(
                    Kind.PLAIN_PASSWORD,
                    file.toString(),
                    "it has passwords as plain text, of " + named(plain) + ": who reads the file has them",
                    "bellbird passwd -U " + ShellWord.of(file)));
        }
    }

    private void add(String name, int line, String hash) {
        try {
            users.add(new KnownUser(name, line, PasswordHash.parse(hash)));
        } catch (MalformedHashException unusable) { // keeps the broker from starting, and is said as that
            return;
        }
    }

    private void lookAtReaders() {
        if (FileModes.othersRead(file)) {
            findings.add(Finding.of(
                    Kind.READABLE_PASSWORDS,
                    file.toString(),
                    "others on this machine can read the hashes, and guess passwords without asking the broker",
                    "chmod o= " + ShellWord.of(file)));
        }
    }

    private void lookAtHashes() {
        List<KnownUser> weak =
                users.stream().filter(user -> isWeak(user.hash().method())).toList();
        if (!weak.isEmpty()) {
            findings.add(new Finding(
                    Kind.WEAK_HASH,
                    file + ":" + weak.get(0).line(),
                    "the hashes of " + named(weak.stream().map(KnownUser::name).toList())
                            + " are cheap to guess: who gets the file soon has their passwords",
                    weak.stream().limit(NAMED_MAX).map(this::command).toList()));
        }
    }

    private static boolean isWeak(HashMethod method) {
        if (method instanceof Pbkdf2 pbkdf2) {
            return pbkdf2.iterations() < ROUNDS_MIN;
        }
        return !(method instanceof Argon2 argon2) || (long) argon2.memoryKib() * argon2.passes() < ARGON2_MIN;
    }

    private void guess() {
        common.guess(file, users)
                .forEach((user, password) -> findings.add(Finding.of(
                        Kind.GUESSABLE_PASSWORD,
                        file + ":" + user.line(),
                        "the password of " + user.name() + " is " + described(user, password)
                                + ": it is among the first that a stranger tries",
                        command(user))));
    }

    private String command(KnownUser user) {
        return "bellbird passwd " + ShellWord.of(file) + " " + ShellWord.of(user.name());
    }

    private static String described(KnownUser user, String password) {
        if (password.isEmpty()) {
            return "empty";
        }
        return password.equals(user.name()) ? "the user's own name" : "'" + password + "'";
    }

    private static String named(List<String> names) {
        String first = names.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
        return names.size() > NAMED_MAX ? first + " and " + (names.size() - NAMED_MAX) + " more" : first;
    }
}
