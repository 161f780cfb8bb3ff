package io.bellbird.app.doctor;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The certificate of a listener, from its file or from a handshake. */
final class CertificateFindings {
    private static final Duration SOON = Duration.ofDays(30);
    private static final int RSA_BITS_MIN = 2_048;
    private static final int EC_BITS_MIN = 224;
    /** Names in a certificate (RFC 5280): a DNS name, an IP address. */
    private static final List<Integer> HOST_NAMES = List.of(2, 7);

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

    private final X509Certificate own;
    private final String place;
    private final List<Finding> findings = new ArrayList<>();

    private CertificateFindings(X509Certificate own, String place) {
        this.own = own;
        this.place = place;
    }

    /**
     * Looks at a certificate.
     *
     * @param chain the listener's own and those above it, at least one
     * @param host by which clients connect; empty when it is not known
     */
    static List<Finding> of(List<X509Certificate> chain, String place, Optional<String> host, Instant now) {
        CertificateFindings all = new CertificateFindings(chain.get(0), place);
        all.lookAtTime(now);
        chain.stream()
                .filter(certificate -> certificate.equals(all.own) || !isSelfSigned(certificate))
                .flatMap(certificate -> weakness(certificate).stream())
                .findFirst()
                .ifPresent(all::addWeak);
        all.lookAtNames(host);
        if (isSelfSigned(all.own)) {
            all.findings.add(Finding.of(
                    Kind.SELF_SIGNED,
                    place,
                    "the certificate is signed by itself: clients that are told to trust it are safe, those that are told"
                            + " not to look are not",
                    "mosquitto_sub -h HOST -p 8883 --cafile server.pem -t test"));
        }
        return all.findings;
    }

    private void lookAtTime(Instant now) {
        Instant end = own.getNotAfter().toInstant();
        Instant begin = own.getNotBefore().toInstant();
        if (end.isBefore(now) || begin.isAfter(now)) {
            findings.add(Finding.of(
                    Kind.EXPIRED_CERTIFICATE,
                    place,
                    "the certificate is valid from " + begin + " to " + end
                            + " and not now: clients must be told not to look, and then anybody can pose as this broker",
                    renewal()));
        } else if (end.isBefore(now.plus(SOON))) {
            findings.add(Finding.of(
                    Kind.EXPIRING_CERTIFICATE,
                    place,
                    "the certificate expires on " + end + ": from then on clients refuse this broker",
                    renewal()));
        }
    }

    private void addWeak(String weakness) {
        findings.add(Finding.of(
                Kind.WEAK_CERTIFICATE,
                place,
                "the certificate has " + weakness + ": who has time and machines can pose as this broker",
                "openssl req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj \"/CN="
                        + commonName().orElse("broker.example")
                        + "\" -keyout server-key.pem -out server.csr"));
    }

    private static Optional<String> weakness(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.startsWith("SHA1") || signature.startsWith("MD5") || signature.startsWith("MD2")) {
            return Optional.of("a signature with " + certificate.getSigAlgName());
        }
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits < RSA_BITS_MIN ? Optional.of("an RSA key of " + bits + " bits") : Optional.empty();
        }
        if (certificate.getPublicKey() instanceof ECPublicKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            return bits < EC_BITS_MIN ? Optional.of("an EC key of " + bits + " bits") : Optional.empty();
        }
        return Optional.empty();
    }

    private void lookAtNames(Optional<String> host) {
        List<String> names = names();
        boolean fits = host.isEmpty() || names.stream().anyMatch(name -> isNameOf(name, host.get()));
        if (names.isEmpty() || !fits) {
            findings.add(Finding.of(
                    Kind.CERTIFICATE_NAMES,
                    place,
                    "the certificate has "
                            + (names.isEmpty() ? "no subjectAltName" : "the names " + String.join(", ", names))
                            + ", and clients connect to " + host.orElse("some name")
                            + ": they must be told not to look, and then anybody can pose as this broker",
                    nameLine(host)));
        }
    }

    private List<String> names() {
        try {
            Collection<List<?>> all = own.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> HOST_NAMES.contains(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException damaged) {
            return List.of();
        }
    }

    private static boolean isNameOf(String name, String host) {
        int dot = host.indexOf('.');
        return name.equalsIgnoreCase(host)
                || (name.startsWith("*.") && dot > 0 && name.substring(1).equalsIgnoreCase(host.substring(dot)));
    }

    /** As it stands in the file of extensions when the certificate is made. */
    private String nameLine(Optional<String> host) {
        String name = host.or(this::commonName).orElse("broker.example");
        boolean address = name.contains(":") || name.chars().noneMatch(Character::isLetter);
        return "subjectAltName=" + (address ? "IP:" : "DNS:") + name;
    }

    /** The common name, if it could be that of a host: it goes into commands. */
    private Optional<String> commonName() {
        return Stream.of(own.getSubjectX500Principal().getName().split(",", -1))
                .filter(part -> part.startsWith("CN="))
                .map(part -> part.substring("CN=".length()))
                .filter(name -> HOST.matcher(name).matches())
                .findFirst();
    }

    private static String renewal() {
        return "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 365"
                + " -extfile server.ext -out server.pem";
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException byAnother) {
            return false;
        }
    }
}
