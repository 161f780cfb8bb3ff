package io.bellbird.console.login;

import io.bellbird.broker.Broker;
import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.security.Authenticator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Through which listener somebody who comes over HTTP would have come over MQTT: its users and rights are his. It is the
 * first that asks for no certificate and that he reaches: one on a loopback address only who is on this machine, unless
 * he has a password. By the configuration of the moment. Immutable.
 */
final class Entrances {
    private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "x-real-ip", "via");

    private final Broker broker;
    private final Authenticator authenticator;

    Entrances(Broker broker, Authenticator authenticator) {
        this.broker = broker;
        this.authenticator = authenticator;
    }

    /** That of a user: the first that knows users, best one that he reaches; else the first that he reaches. */
    Optional<ListenerConfig> ofUsers(AdminRequest request) {
        BrokerConfig config = broker.config();
        return Stream.concat(reached(request), withoutCertificate())
                .filter(listener -> config.passwordFile(listener).isPresent())
                .findFirst()
                .or(() -> reached(request).findFirst());
    }

    /** That of somebody without a name: the first that allows it; none when he may be led here by another page. */
    Optional<ListenerConfig> ofAnonymous(AdminRequest request) {
        BrokerConfig config = broker.config();
        String own = config.adminListener().map(AdminListener::host).orElse("");
        return CrossSite.isNameOfOwn(request, own)
                ? reached(request)
                        .filter(listener -> listener.unixPath().isEmpty() && config.allowAnonymous(listener))
                        .findFirst()
                : Optional.empty();
    }

    private Stream<ListenerConfig> reached(AdminRequest request) {
        boolean isLocal = isLocal(request);
        return withoutCertificate().filter(listener -> isLocal || !isForThisMachine(listener));
    }

    private Stream<ListenerConfig> withoutCertificate() {
        return broker.config().listeners().stream().filter(listener -> listener.tls().stream()
                .allMatch(tls -> tls.clientCertificate() == ClientCertificate.NONE));
    }

    private static boolean isForThisMachine(ListenerConfig listener) {
        String host = listener.host();
        return listener.unixPath().isPresent()
                || listener.bindInterface().equals("lo")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equalsIgnoreCase("localhost");
    }

    /** Whether he is on this machine; whom a proxy speaks for may be anywhere. */
    private static boolean isLocal(AdminRequest request) {
        String peer = request.peer();
        int port = peer.lastIndexOf(':');
        try {
            return port > 0
                    && FORWARDED.stream()
                            .allMatch(header -> request.header(header).isEmpty())
                    && InetAddress.getByName(peer.substring(0, port)).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** Whether a user of the listener was asked for a password, so that his name says who he is. */
    boolean knowsUsers(ListenerConfig listener) {
        BrokerConfig config = broker.config();
        return config.passwordFile(listener).isPresent()
                || (!config.allowAnonymous(listener) && authenticator != Authenticator.EVERYBODY);
    }
}
