package io.bellbird.broker.net;

import io.bellbird.broker.Reloadable;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a broker that speak TLS. Immutable but for what each of them says of itself. */
public final class TlsListeners implements Reloadable {
    private static final Logger log = LoggerFactory.getLogger(TlsListeners.class);

    private final List<TlsListener> listeners;

    private TlsListeners(List<TlsListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Reads all files that the configuration names for TLS, and warns of what will not work for long.
     *
     * @throws ConfigurationException with what is wrong, one line for each listener
     */
    public static TlsListeners read(BrokerConfig config) throws ConfigurationException {
        List<TlsListener> listeners = new ArrayList<>();
        contexts(config).forEach((listener, context) -> listeners.add(new TlsListener(listener, context)));
        return new TlsListeners(listeners);
    }

    private static Map<ListenerConfig, TlsContext> contexts(BrokerConfig config) throws ConfigurationException {
        Map<ListenerConfig, TlsContext> contexts = new LinkedHashMap<>();
        List<String> errors = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            if (listener.tls().isPresent()) {
                try {
                    contexts.put(
                            listener, TlsContext.of(listener, listener.tls().get()));
                } catch (ConfigurationException e) {
                    e.errors().forEach(error -> errors.add("listener " + listener.name() + ": " + error));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
        return contexts;
    }

    /** How a listener speaks TLS; empty when it does not. */
    Optional<TlsListener> of(ListenerConfig config) {
        return listeners.stream()
                .filter(listener -> isSame(listener.config(), config))
                .findFirst();
    }

    /**
     * Reads all files again, and changes nothing yet. Listeners are those that were opened at the
     * start: one that is new, or begins or ceases to speak TLS, does so at the next start.
     *
     * @return makes it count, and disconnects whose certificate is not accepted any more; does not fail
     * @throws ConfigurationException with what is wrong, one line for each listener
     */
    @Override
    public Runnable prepare(BrokerConfig config) throws ConfigurationException {
        Map<ListenerConfig, TlsContext> contexts = contexts(config);
        Map<TlsListener, TlsContext> replaced = new LinkedHashMap<>();
        for (TlsListener listener : listeners) {
            contexts.keySet().stream()
                    .filter(changed -> isSame(changed, listener.config()))
                    .findFirst()
                    .ifPresentOrElse(
                            found -> replaced.put(listener, contexts.get(found)),
                            () -> log.warn(
                                    "listener={} goes on with TLS as before: what takes it off counts at the next start",
                                    listener.config().name()));
        }
        return () -> replaced.forEach(TlsListener::replace);
    }

    /** Two that are opened at the same place for the same protocol. */
    private static boolean isSame(ListenerConfig one, ListenerConfig other) {
        return one.port() == other.port()
                && one.host().equals(other.host())
                && one.bindInterface().equals(other.bindInterface())
                && one.socketDomain() == other.socketDomain()
                && one.protocol() == other.protocol();
    }
}
