package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines about TLS below a listener. */
class TlsLinesTest {

    private static Configuration read(String... lines) throws ConfigurationException {
        return new ConfigurationReader("b.conf").read(String.join("\n", lines), OptionalInt.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    certfile c > 2: certfile needs the private key of the certificate: add the line 'keyfile PATH'
                    keyfile k > 2: keyfile needs the certificate of the private key: add the line 'certfile PATH'
                    cafile a > 2: cafile stands at a listener that does not speak TLS: add certfile and keyfile, or remove the line
                    tls_version tlsv1.3 > 2: tls_version stands at a listener that does not speak TLS: add certfile and keyfile, or remove the line
                    certfile c;keyfile k;require_certificate true > 4: require_certificate needs the certificates that those of clients come from: add the line 'cafile PATH' or 'capath PATH'
                    certfile c;keyfile k;cafile a;crlfile r > 5: crlfile is about certificates of clients, and they need none here: add the line 'require_certificate true', or remove this one
                    certfile c;keyfile k;cafile a;use_identity_as_username true > 5: use_identity_as_username needs clients that have a certificate: add the line 'require_certificate true'
                    certfile c;keyfile k;cafile a;require_certificate false;use_subject_as_username true > 6: use_subject_as_username needs clients that have a certificate: add the line 'require_certificate true'
                    certfile c;keyfile k;cafile a;require_certificate true;use_identity_as_username true;use_subject_as_username true > 7: use_subject_as_username says another user name than use_identity_as_username: remove one of them
                    """)
    void lines_that_do_not_fit_together_are_an_error_at_one_of_them(String lines, String error) {
        assertThatThrownBy(() -> read("listener 8883", lines.replace(';', '\n')))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.errors())
                        .containsExactly("b.conf:" + error));
    }

    @Test
    void a_listener_may_have_all_of_them() throws ConfigurationException {
        ListenerConfig listener = read(
                        "listener 1883",
                        "listener 8883",
                        "certfile c.pem",
                        "keyfile k.pem",
                        "cafile a.pem",
                        "capath /etc/ca",
                        "crlfile r.pem",
                        "require_certificate true",
                        "use_subject_as_username true",
                        "use_identity_as_username false",
                        "tls_version tlsv1.3",
                        "ciphers ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA",
                        "ciphers_tls1.3 TLS_AES_128_GCM_SHA256")
                .broker()
                .listeners()
                .get(1);

        assertThat(listener.tls())
                .contains(new TlsConfig(
                        Path.of("c.pem"),
                        Path.of("k.pem"),
                        Optional.of(Path.of("a.pem")),
                        Optional.of(Path.of("/etc/ca")),
                        Optional.of(Path.of("r.pem")),
                        ClientCertificate.SUBJECT,
                        TlsVersion.V1_3,
                        List.of("ECDHE-RSA-AES128-GCM-SHA256", "AES256-SHA"),
                        List.of("TLS_AES_128_GCM_SHA256")));
    }

    @Test
    void without_certificates_of_clients_cafile_is_allowed_as_mosquitto_files_have_it() throws ConfigurationException {
        assertThat(read("listener 8883", "certfile c", "keyfile k", "cafile a").warnings())
                .isEmpty();
    }
}
