package io.bellbird.broker.config;

import java.util.ArrayList;
import java.util.List;

/** What of a configuration can hold while the broker runs; the rest waits for a restart. */
public final class Reconfiguration {
    private Reconfiguration() {}

    /**
     * What holds from now on: all of {@code wanted}, but with the same shards and the same listeners in the same places.
     * Listeners that {@code wanted} adds are not in it. One that it does not have any more stays as it was, with what held
     * for it: nobody may come in there who was not let in before.
     *
     * @param running what holds until now
     */
    public static BrokerConfig inForce(BrokerConfig running, BrokerConfig wanted) {
        List<ListenerConfig> unmatched = new ArrayList<>(wanted.listeners());
        List<ListenerConfig> open = new ArrayList<>();
        for (ListenerConfig listener : running.listeners()) {
            open.add(unmatched.stream()
                    .filter(listener::isAtPlaceOf)
                    .findFirst()
                    .map(found -> {
                        unmatched.remove(found);
                        return changed(listener, found);
                    })
                    .orElseGet(() -> unchanged(running, listener)));
        }
        return wanted.toBuilder()
                .listeners(open)
                .shards(running.shards())
                .retainedPersistence(running.retainedPersistence())
                .build();
    }

    private static ListenerConfig changed(ListenerConfig running, ListenerConfig wanted) {
        ListenerConfig.Builder builder = wanted.toBuilder()
                .protocol(running.protocol())
                .webSocket(running.webSocket())
                .mountPoint(running.mountPoint())
                .proxyProtocol(running.proxyProtocol())
                .withoutTls();
        // new certificates count, but not whether there is TLS at all
        running.tls().map(before -> wanted.tls().orElse(before)).ifPresent(builder::tls);
        return builder.build();
    }

    private static ListenerConfig unchanged(BrokerConfig running, ListenerConfig listener) {
        ListenerConfig.Builder builder = listener.toBuilder()
                .allowAnonymous(running.allowAnonymous(listener))
                .allowZeroLengthClientId(running.allowZeroLengthClientId(listener))
                .autoIdPrefix(running.autoIdPrefix(listener))
                .durability(running.durability(listener));
        running.passwordFile(listener).ifPresent(builder::passwordFile);
        running.aclFile(listener).ifPresent(builder::aclFile);
        return builder.build();
    }
}
