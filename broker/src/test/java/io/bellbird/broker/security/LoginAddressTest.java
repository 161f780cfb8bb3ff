package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:49152,                      192.0.2.1,            true",
        "127.0.0.1:49152,                      127.0.0.1,            false",
        "127.9.9.9:1,                          127.9.9.9,            false",
        "[2001:db8::1]:49152,                  2001:db8:0:0::/64,    true",
        "[2001:db8:0:0:ffff:1:2:3]:1,          2001:db8:0:0::/64,    true",
        "[2001:db8:0:1:0:0:0:1]:1,             2001:db8:0:1::/64,    true",
        "[fe80:0:0:0:1:2:3:4%eth0]:1,          fe80:0:0:0::/64,      true",
        "[0:0:0:0:0:0:0:1]:1,                  0:0:0:0:0:0:0:1,      false",
        "[0:0:0:0:0:ffff:c000:201]:1,          192.0.2.1,            true",
        "[no address]:1,                       [no address],         false",
        "unknown,                              unknown,              false",
        "unix:/run/mqtt.sock,                  unix:/run/mqtt.sock,  false",
        "unix:/run/a:1,                        unix:/run/a:1,        false",
    })
    void who_is_held_responsible(String peer, String text, boolean bannable) {
        assertThat(LoginAddress.of(peer)).isEqualTo(new LoginAddress(text, bannable));
    }
}
