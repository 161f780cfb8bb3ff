package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.config.TlsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files of TLS may be, and what is said of others. */
class TlsContextTest {
    private static final ListenerConfig LISTENER = ListenerConfig.local(8883);

    @TempDir
    private Path folder;

    private static TlsConfig with(Path certFile, Path keyFile) {
        return new TlsConfig(
                certFile,
                keyFile,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ClientCertificate.NONE,
                TlsVersion.V1_2,
                List.of(),
                List.of());
    }

    private static TlsConfig with(String certFile, String keyFile) {
        return with(TlsFiles.path(certFile), TlsFiles.path(keyFile));
    }

    private static TlsConfig withCiphers(List<String> tls12, List<String> tls13) {
        TlsConfig server = TlsFiles.server();
        return new TlsConfig(
                server.certFile(),
                server.keyFile(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ClientCertificate.NONE,
                TlsVersion.V1_2,
                tls12,
                tls13);
    }

    private static TlsConfig trusting(Optional<Path> caFile, Optional<Path> caPath) {
        TlsConfig server = TlsFiles.server();
        return new TlsConfig(
                server.certFile(),
                server.keyFile(),
                caFile,
                caPath,
                Optional.empty(),
                ClientCertificate.REQUIRED,
                TlsVersion.V1_2,
                List.of(),
                List.of());
    }

    private static String error(TlsConfig config) {
        try {
            TlsContext.of(LISTENER, config);
            throw new AssertionError("nothing was wrong");
        } catch (ConfigurationException e) {
            assertThat(e.errors()).hasSize(1);
            return e.errors().get(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "server, server-key",
        "server, server-key-pkcs1",
        "server-ec, server-ec-key",
        "server-ec, server-ec-key-sec1",
    })
    void a_key_may_have_each_form_that_openssl_writes(String certificate, String key) {
        assertThatCode(() -> TlsContext.of(LISTENER, with(certificate + ".pem", key + ".pem")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    absent.pem server-key.pem > certfile $/absent.pem does not exist: correct the path
                    server.pem absent.pem > keyfile $/absent.pem does not exist: correct the path
                    server-key.pem server.pem > certfile $/server-key.pem has no certificate, but PRIVATE KEY: name another file
                    server-key.der server-key.pem > certfile $/server-key.der has no certificate: it is not in PEM format, which has a line '-----BEGIN'
                    server.pem server-key.der > keyfile $/server-key.der has no private key: it needs a line '-----BEGIN PRIVATE KEY-----'; a key in DER becomes one with 'openssl pkey -inform DER -in OLD -out NEW'
                    server.pem server.pem > keyfile $/server.pem has no private key: it needs a line '-----BEGIN PRIVATE KEY-----'; a key in DER becomes one with 'openssl pkey -inform DER -in OLD -out NEW'
                    server.pem server-key-encrypted.pem > keyfile $/server-key-encrypted.pem has a password, which nobody could type when the broker starts: write the key without one, with 'openssl pkey -in $/server-key-encrypted.pem -out NEW'
                    server.pem server-key-pkcs1-encrypted.pem > keyfile $/server-key-pkcs1-encrypted.pem has a password, which nobody could type when the broker starts: write the key without one, with 'openssl pkey -in $/server-key-pkcs1-encrypted.pem -out NEW'
                    server-ec.pem server-renewed-key.pem > keyfile $/server-renewed-key.pem does not belong to certfile $/server-ec.pem: take the key that the certificate was made with
                    server.pem server-ec-key.pem > keyfile $/server-ec-key.pem has a key that cannot be used with certfile $/server.pem, which has an RSA key: take the key that the certificate was made with, RSA or EC
                    server.pem server-ec-key-sec1.pem > keyfile $/server-ec-key-sec1.pem has a key that cannot be used with certfile $/server.pem, which has an RSA key: take the key that the certificate was made with, RSA or EC
                    server-ec.pem server-key-pkcs1.pem > keyfile $/server-key-pkcs1.pem has a key that cannot be used with certfile $/server-ec.pem, which has an EC key: take the key that the certificate was made with, RSA or EC
                    """)
    void what_is_wrong_with_a_file_is_one_line_with_setting_and_file(String files, String expected) {
        String[] names = files.split(" ", 2);
        assertThat(error(with(names[0], names[1])))
                .isEqualTo(expected.replace("$", TlsFiles.path("").toString()));
    }

    @Test
    void a_damaged_file_is_an_error() throws IOException {
        Path damaged = Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(error(with(damaged, TlsFiles.path("server-key.pem"))))
                .isEqualTo("certfile " + damaged + " has a certificate that is damaged: write it again");
        Path cut = Files.writeString(
                folder.resolve("cut.pem"),
                Files.readString(TlsFiles.path("server-key.pem")).replaceFirst("(?s)^(.{400}).*(-----END)", "$1\n$2"));
        assertThat(error(with(TlsFiles.path("server.pem"), cut))).startsWith("keyfile " + cut + " has a key that");
    }

    @Test
    void ciphers_have_the_names_of_openssl_or_of_the_standard() {
        assertThatCode(() -> TlsContext.of(
                        LISTENER,
                        withCiphers(
                                List.of(
                                        "ECDHE-RSA-AES128-GCM-SHA256",
                                        "ECDHE-ECDSA-CHACHA20-POLY1305",
                                        "DHE-RSA-AES256-SHA",
                                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
                                List.of("TLS_CHACHA20_POLY1305_SHA256"))))
                .doesNotThrowAnyException();
    }

    @Test
    void a_cipher_that_is_not_known_is_named() {
        assertThat(error(withCiphers(List.of("ECDHE-RSA-AES128-GCM-SHA256", "HIGH"), List.of())))
                .startsWith("ciphers has 'HIGH', which is no cipher of TLS 1.2 that this Java has: use some of ")
                .contains(":ECDHE-RSA-AES128-GCM-SHA256:");
        assertThat(error(withCiphers(List.of(), List.of("ECDHE-RSA-AES128-GCM-SHA256"))))
                .startsWith("ciphers_tls1.3 has 'ECDHE-RSA-AES128-GCM-SHA256', which is no cipher of TLS 1.3")
                .contains("TLS_AES_128_GCM_SHA256");
    }

    @Test
    void capath_is_a_folder_with_certificates() throws Exception {
        assertThat(error(trusting(Optional.empty(), Optional.of(folder))))
                .isEqualTo("capath " + folder
                        + " has no certificate in its files that end with .crt, .pem or .0: put one there");
        Path absent = folder.resolve("absent");
        assertThat(error(trusting(Optional.empty(), Optional.of(absent))))
                .isEqualTo("capath " + absent + " is no folder that can be read: correct the path or its mode");
        Files.copy(TlsFiles.path("ca.pem"), folder.resolve("9f5e2a1b.0"));
        Files.copy(TlsFiles.path("server-key.pem"), folder.resolve("key.pem"));
        try (LogLines log = new LogLines()) {
            TlsContext.of(LISTENER, trusting(Optional.empty(), Optional.of(folder)));
            assertThat(log.next())
                    .isEqualTo("capath " + folder.resolve("key.pem")
                            + " has no certificate, but PRIVATE KEY: name another file; it is skipped");
        }
    }

    @Test
    void who_asks_for_certificates_must_say_whose() {
        assertThat(error(trusting(Optional.empty(), Optional.empty())))
                .isEqualTo("require_certificate needs the certificates that those of clients come from:"
                        + " name them with cafile or capath");
    }

    @Test
    void all_listeners_are_read_before_the_first_error_is_told() {
        ListenerConfig one =
                LISTENER.toBuilder().tls(with("absent.pem", "a.pem")).build();
        ListenerConfig other = ListenerConfig.local(8884).toBuilder()
                .tls(with("server.pem", "absent.pem"))
                .build();
        assertThatThrownBy(() -> TlsListeners.read(Brokers.config(one, other)))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.errors())
                        .containsExactly(
                                "listener 8883: certfile " + TlsFiles.path("absent.pem")
                                        + " does not exist: correct the path",
                                "listener 8884: keyfile " + TlsFiles.path("absent.pem")
                                        + " does not exist: correct the path"));
    }

    @Test
    void a_certificate_that_has_expired_and_a_key_that_all_can_read_are_warnings() throws Exception {
        Path key = Files.copy(TlsFiles.path("server-expired-key.pem"), folder.resolve("key.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        try (LogLines log = new LogLines()) {
            Path certificate = TlsFiles.path("server-expired.pem");
            TlsContext.of(LISTENER, with(certificate, key));
            assertThat(log.rest())
                    .containsExactly(
                            "listener=8883 certfile " + certificate
                                    + " has expired on 2021-01-01T00:00:00Z, clients will refuse it: renew it",
                            "listener=8883 keyfile " + key + " can be read by everybody on this machine: run 'chmod o= "
                                    + key + "'");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
            TlsContext.of(LISTENER, with(TlsFiles.path("server-expired.pem"), key));
            assertThat(log.rest()).hasSize(3);
        }
    }
}
