package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.ListenerConfig;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How one listener speaks TLS now, and who is connected by a certificate.
 *
 * <p>Concurrent: channels of all loops come and go while a reload replaces the context. A channel is in the set first
 * and looks at the context then; a reload replaces the context first and looks through the set then. So whoever was
 * accepted by a context before is seen by one of the two.
 */
final class TlsListener {
    private final ListenerConfig config;
    private final Set<MqttChannel> certified = ConcurrentHashMap.newKeySet();
    private volatile TlsContext context;

    TlsListener(ListenerConfig config, TlsContext context) {
        this.config = config;
        this.context = context;
    }

    /** As it was when the listener was opened. */
    ListenerConfig config() {
        return config;
    }

    /** For a channel that is new. */
    @AnyThread
    TlsContext context() {
        return context;
    }

    /** From now on for new channels; those that are open stay, unless their certificate is not accepted any more. */
    @AnyThread
    void replace(TlsContext next) {
        context = next;
        certified.forEach(this::check);
    }

    /** A channel whose client has a certificate begins to serve it. */
    @AnyThread
    void add(MqttChannel channel, CertifiedClient client) {
        certified.add(channel);
        if (!client.context().equals(context)) {
            check(channel);
        }
    }

    @AnyThread
    void remove(MqttChannel channel) {
        certified.remove(channel);
    }

    private void check(MqttChannel channel) {
        Optional<CertifiedClient> client = channel.certified();
        try {
            if (client.isPresent()) {
                context.check(client.get());
            }
        } catch (CertificateException | RuntimeException refused) { // what cannot be checked is not accepted
            channel.expel(TlsFailure.certificate(refused).orElse("the client's certificate is not accepted any more"));
        }
    }
}
