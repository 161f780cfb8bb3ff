package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.LoginLimits;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.broker.security.PasswordAuthenticator;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The addresses that are banned, over HTTP. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class BanPagesTest {
    @TempDir
    private Path folder;

    private BrokerConfig config;
    private PasswordAuthenticator users;
    private Broker broker;
    private AdminHttp admin;

    @BeforeEach
    void start() throws Exception {
        config = BrokerConfig.ephemeral().toBuilder()
                .shards(1)
                .sysIntervalSeconds(0)
                .passwordFile(Files.writeString(folder.resolve("users"), "# nobody\n"))
                .loginLimits(new LoginLimits(2, 300))
                .adminListener(new AdminListener("127.0.0.1", 0, true))
                .build();
        users = new PasswordAuthenticator(config);
        Path token = folder.resolve("admin.token");
        broker = Broker.builder(config).authenticator(users).adminToken(token).start();
        admin = new AdminHttp(broker, token);
    }

    @AfterEach
    void stop() {
        broker.close();
        users.close();
    }

    /** A login from elsewhere: this machine is never banned. */
    private ReasonCode login(String peer) {
        CompletableFuture<ReasonCode> answer = new CompletableFuture<>();
        Credentials credentials = new Credentials(
                "c", "ann", Bytes.utf8("guess"), false, peer, config.listeners().get(0), false);
        users.authenticate(credentials, (reason, why) -> answer.complete(reason));
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void ban(String peer) {
        login(peer);
        login(peer);
        assertThat(login(peer)).isEqualTo(ReasonCode.BANNED);
    }

    private HttpResponse<String> lift(String address) throws Exception {
        return admin.ask("POST", "/bans/lift?address=" + address);
    }

    @Test
    void while_nobody_is_banned_there_is_nothing_to_list() throws Exception {
        assertThat(admin.ask("GET", "/bans").body()).isEmpty();
        assertThat(admin.askWithoutToken("GET", "/metrics").body()).contains("\nbellbird_banned_addresses 0\n");
    }

    @Test
    void banned_addresses_are_listed_and_counted() throws Exception {
        ban("192.0.2.7:1");
        ban("[2001:db8:0:1::7]:1");

        assertThat(admin.ask("GET", "/bans").body())
                .matches(
                        """
                        from=192\\.0\\.2\\.7 failures=2 seconds_left=(300|29\\d)
                        from=2001:db8:0:1::/64 failures=2 seconds_left=(300|29\\d)
                        """);
        assertThat(admin.askWithoutToken("GET", "/metrics").body()).contains("\nbellbird_banned_addresses 2\n");
    }

    @Test
    void an_address_whose_ban_is_lifted_may_log_in_again() throws Exception {
        ban("192.0.2.7:1");
        ban("192.0.2.8:1");

        HttpResponse<String> answer = lift("192.0.2.7");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("192.0.2.7 may connect again\n");
        assertThat(login("192.0.2.7:1")).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(login("192.0.2.8:1")).isEqualTo(ReasonCode.BANNED);
    }

    @Test
    void a_banned_network_is_named_by_itself_or_one_of_its_addresses() throws Exception {
        for (String name : new String[] {"2001:db8:0:1::/64", "2001:db8:0:1::7", "2001:db8:0:1:ffff::"}) {
            ban("[2001:db8:0:1::7]:1");

            assertThat(lift(name.replace("/", "%2F")).statusCode()).as(name).isEqualTo(200);
        }
    }

    @Test
    void what_is_not_banned_cannot_be_lifted() throws Exception {
        for (String address : new String[] {"192.0.2.9", "", "no%0Aaddress", "%5B::%5D"}) {
            assertThat(lift(address).statusCode()).as(address).isEqualTo(404);
        }
        assertThat(lift("no%0Aaddress").body()).isEqualTo("no\\u000aaddress is not banned\n");
    }
}
