package io.bellbird.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFindingsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Patient patient;

    @BeforeEach
    void begin() {
        patient = new Patient(folder);
        patient.copy(Patient.CERTIFICATES.resolve("server.pem"), "server.pem");
        patient.copy(Patient.CERTIFICATES.resolve("server-key.pem"), "key.pem");
    }

    private List<Finding> findings(Instant now, String... lines) {
        String[] all = Stream.concat(
                        Stream.of(
                                "listener 8883",
                                "certfile " + patient.file("server.pem"),
                                "keyfile " + patient.file("key.pem")),
                        Stream.of(lines))
                .toArray(String[]::new);
        return TlsFindings.of(patient.with(all), now);
    }

    private List<Kind> kinds(String... lines) {
        return Patient.kinds(findings(NOW, lines));
    }

    @Test
    void a_good_certificate_with_a_key_of_its_own_is_nothing() {
        assertThat(kinds()).isEmpty();
    }

    @Test
    void a_key_that_others_can_read_is_found() {
        Patient.mode(patient.file("key.pem"), "rw-r--r--");
        assertThat(findings(NOW)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.READABLE_KEY);
            assertThat(finding.fixes()).containsExactly("chmod o= " + patient.file("key.pem"));
        });

        Patient.mode(patient.file("key.pem"), "rw-r-----");
        assertThat(kinds()).containsExactly(Kind.KEY_OF_GROUP);
    }

    @ParameterizedTest
    @CsvSource({
        "2119-11-30T00:00:00Z, ",
        "2119-12-15T00:00:00Z, EXPIRING_CERTIFICATE",
        "2120-02-01T00:00:00Z, EXPIRED_CERTIFICATE",
        "2019-12-01T00:00:00Z, EXPIRED_CERTIFICATE"
    })
    void a_certificate_has_its_time(Instant now, Kind kind) {
        assertThat(Patient.kinds(findings(now)))
                .isEqualTo(Stream.ofNullable(kind).toList());
    }

    @Test
    void a_certificate_without_names_is_found() {
        patient.copy(Patient.CERTIFICATES.resolve("client.pem"), "client.pem");

        assertThat(findings(NOW, "certfile " + patient.file("client.pem")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.CERTIFICATE_NAMES);
                    assertThat(finding.fixes()).containsExactly("subjectAltName=DNS:broker.example");
                });
    }

    @Test
    void a_certificate_for_another_name_than_the_listeners_is_found() {
        Subject other = patient.with(
                "listener 8883 broker.example",
                "certfile " + patient.file("server.pem"),
                "keyfile " + patient.file("key.pem"));
        Subject fitting = patient.with(
                "listener 8883 localhost",
                "certfile " + patient.file("server.pem"),
                "keyfile " + patient.file("key.pem"));

        assertThat(Patient.kinds(TlsFindings.of(other, NOW))).containsExactly(Kind.CERTIFICATE_NAMES);
        assertThat(TlsFindings.of(fitting, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"small, an RSA key of 1024 bits", "sha1, a signature with SHA1withRSA"})
    void a_weak_certificate_is_found(String name, String weakness) {
        Path file = patient.copy(Patient.WEAK_CERTIFICATES.resolve(name + ".pem"), "weak.pem");

        List<Finding> findings = findings(Instant.now(), "certfile " + file);
        assertThat(Patient.kinds(findings)).containsExactly(Kind.WEAK_CERTIFICATE, Kind.SELF_SIGNED);
        assertThat(findings.get(0).text()).contains("has " + weakness);
    }

    @Test
    void a_certificate_that_signs_itself_is_a_note() {
        Path file = patient.copy(Patient.WEAK_CERTIFICATES.resolve("strong.pem"), "self.pem");

        assertThat(Patient.kinds(findings(Instant.now(), "certfile " + file))).containsExactly(Kind.SELF_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AES128-SHA", "TLS_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-DES-CBC3-SHA", "ADH-AES128-SHA256"})
    void weak_ciphers_are_found(String cipher) {
        assertThat(findings(NOW, "ciphers ECDHE-RSA-AES128-GCM-SHA256:" + cipher))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.WEAK_CIPHER);
                    assertThat(finding.place()).endsWith(":4");
                    assertThat(finding.text()).startsWith("it allows " + cipher + ":");
                });
    }

    @Test
    void ciphers_with_a_key_exchange_of_their_own_are_nothing() {
        assertThat(kinds(
                        "ciphers ECDHE-RSA-AES128-GCM-SHA256:TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256:DHE-RSA-AES256-GCM-SHA384",
                        "ciphers_tls1.3 TLS_AES_128_GCM_SHA256"))
                .isEmpty();
    }

    @Test
    void a_list_of_revoked_certificates_has_its_time() {
        Path old = patient.copy(Patient.CERTIFICATES.resolve("crl-old.pem"), "old.pem");
        Path current = patient.copy(Patient.CERTIFICATES.resolve("crl.pem"), "crl.pem");
        String authority = "cafile " + patient.copy(Patient.CERTIFICATES.resolve("ca.pem"), "ca.pem");

        assertThat(kinds(authority, "require_certificate true", "crlfile " + old))
                .containsExactly(Kind.OLD_REVOCATIONS);
        assertThat(kinds(authority, "require_certificate true", "crlfile " + current))
                .isEmpty();
    }
}
