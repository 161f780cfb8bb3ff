package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log says of TLS that fails, where no test of a real handshake shows it. */
class TlsFailureTest {
    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "15 03 03 00 02 02 30, unknown_ca",
        "15 03 01 00 02 02 2A, bad_certificate",
        "14 03 03 00 01 01 15 03 03 00 02 02 2D, certificate_expired"
    })
    void an_alert_without_encryption_is_known_at_the_end(String hex, String alert) {
        assertThat(TlsFailure.alertAtEnd(bytes(hex))).contains(alert);
    }

    @ParameterizedTest
    @CsvSource({
        "15 03 03 00 02 02, too short",
        "15 03 03 00 02 01 00, no word about certificates",
        "16 03 03 00 02 02 30, no alert",
        "15 03 03 00 13 02 30, encrypted"
    })
    void all_else_is_no_alert(String hex, String why) {
        assertThat(TlsFailure.alertAtEnd(bytes(hex))).as(why).isEqualTo(Optional.empty());
    }

    @Test
    void only_an_alert_about_certificates_is_explained() {
        assertThat(TlsFailure.givenUp("unknown_ca"))
                .isEqualTo(
                        "the client has given up, with unknown_ca: it does not trust the certificate of this listener");
        assertThat(TlsFailure.givenUp("internal_error")).isEqualTo("the client has given up, with internal_error");
    }
}
