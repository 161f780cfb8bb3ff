package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherNamesTest {
    @ParameterizedTest
    @CsvSource({
        "AES256-SHA, TLS_RSA_WITH_AES_256_CBC_SHA",
        "ECDHE-RSA-AES128-GCM-SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_AES_256_GCM_SHA384, TLS_AES_256_GCM_SHA384"
    })
    void a_cipher_is_found_by_the_name_of_openssl_and_by_its_own(String openSsl, String standard) {
        List<String> supported = List.of("TLS_EMPTY_RENEGOTIATION_INFO_SCSV", standard);
        assertThat(CipherNames.find(openSsl, supported)).contains(standard);
        assertThat(CipherNames.find(standard, supported)).contains(standard);
    }
}
