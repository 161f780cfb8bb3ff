package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig;
import io.netty.handler.ssl.OpenSslEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose TLS it is that the other tests of this module test. */
class BoringSslTest {
    private static final ListenerConfig LISTENER = ListenerConfig.at("127.0.0.1", 8883);

    @Test
    void boringssl_speaks_tls_where_its_library_is_there() throws Exception {
        assertThat(BoringSsl.isThere()).isTrue();
        assertThat(TlsContext.of(LISTENER, TlsFiles.server()).newHandler().engine())
                .isInstanceOf(OpenSslEngine.class);
    }

    @Test
    void a_listener_with_ciphers_of_tls_1_3_of_its_own_has_those_of_java() throws Exception {
        TlsConfig server = TlsFiles.server();
        TlsConfig chosen = new TlsConfig(
                server.certFile(),
                server.keyFile(),
                server.caFile(),
                server.caPath(),
                server.crlFile(),
                server.clientCertificate(),
                server.lowestVersion(),
                server.ciphers(),
                List.of("TLS_AES_128_GCM_SHA256"));
        assertThat(TlsContext.of(LISTENER, chosen).newHandler().engine()).isNotInstanceOf(OpenSslEngine.class);
    }
}
