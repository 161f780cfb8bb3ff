package io.bellbird.app.doctor;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.net.PemFile;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The TLS of listeners: their certificates, keys, ciphers and lists of revoked certificates. */
final class TlsFindings {
    /** By the names of OpenSSL and of the standard. */
    private static final Pattern WEAK =
            Pattern.compile("NULL|ANON|ADH|AECDH|EXP|RC4|RC2|DES|MD5|IDEA|SEED", Pattern.CASE_INSENSITIVE);

    /** Ciphers with a key exchange of its own for each connection; all of TLS 1.3 have one. */
    private static final Pattern FORWARD_SECRET = Pattern.compile("(TLS_)?(EC)?DHE[-_].*");

    private final Subject subject;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private TlsFindings(Subject subject, Instant now) {
        this.subject = subject;
        this.now = now;
    }

    static List<Finding> of(Subject subject, Instant now) {
        TlsFindings all = new TlsFindings(subject, now);
        for (ListenerConfig listener : subject.broker().listeners()) {
            listener.tls().ifPresent(tls -> all.lookAt(listener, tls));
        }
        return all.findings;
    }

    private void lookAt(ListenerConfig listener, TlsConfig tls) {
        lookAtKey(tls.keyFile());
        lookAtCiphers(listener, tls);
        try {
            findings.addAll(CertificateFindings.of(
                    new PemFile("certfile", tls.certFile()).certificates(),
                    tls.certFile().toString(),
                    Optional.of(listener.host()).filter(TlsFindings::isName),
                    now));
            if (tls.crlFile().isPresent()) {
                lookAtRevocations(tls.crlFile().get());
            }
        } catch (ConfigurationException unusable) { // keeps the broker from starting, and is said as that
            return;
        }
    }

    /** An address may be any of the machine's. */
    private static boolean isName(String host) {
        return host.chars().anyMatch(Character::isLetter) && !host.contains(":");
    }

    private void lookAtKey(Path key) {
        if (FileModes.othersRead(key)) {
            findings.add(Finding.of(
                    Kind.READABLE_KEY,
                    key.toString(),
                    "everybody on this machine can read the private key, and pose as this broker",
                    "chmod o= " + ShellWord.of(key)));
        } else if (FileModes.groupReads(key)) {
            findings.add(Finding.of(
                    Kind.KEY_OF_GROUP,
                    key.toString(),
                    "the group of the file can read the private key, and pose as this broker, if it is not the broker's own group",
                    "chmod g= " + ShellWord.of(key)));
        }
    }

    private void lookAtCiphers(ListenerConfig listener, TlsConfig tls) {
        List<String> weak = Stream.concat(
                        tls.ciphersTls13().stream()
                                .filter(name -> WEAK.matcher(name).find()),
                        tls.ciphers().stream()
                                .filter(name -> WEAK.matcher(name).find()
                                        || !FORWARD_SECRET.matcher(name).matches()))
                .toList();
        if (!weak.isEmpty()) {
            findings.add(Finding.of(
                    Kind.WEAK_CIPHER,
                    subject.place(listener, "ciphers", "ciphers_tls1.3"),
                    "it allows " + String.join(", ", weak)
                            + ": what was recorded can be read by who gets the key, or breaks the cipher",
                    "ciphers ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256"
                            + ":ECDHE-RSA-AES128-GCM-SHA256"));
        }
    }

    private void lookAtRevocations(Path file) throws ConfigurationException {
        for (X509CRL list : new PemFile("crlfile", file).revocationLists()) {
            if (list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(now)) {
                findings.add(Finding.of(
                        Kind.OLD_REVOCATIONS,
                        file.toString(),
                        "the list of " + list.getIssuerX500Principal().getName() + " was to be renewed on "
                                + list.getNextUpdate().toInstant()
                                + ": nobody with a certificate of that issuer is let in, and what was revoked since is"
                                + " not known",
                        "openssl ca -gencrl -out " + ShellWord.of(file),
                        "bellbird reload" + ShellWord.option(subject.file())));
            }
        }
    }
}
