package io.bellbird.broker.security;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may connect to which listener, as a configuration and its password files say. Immutable. */
final class Users {
    private final BrokerConfig config;
    private final Map<Path, PasswordFile> files;

    private Users(BrokerConfig config, Map<Path, PasswordFile> files) {
        this.config = config;
        this.files = files;
    }

    /**
     * Reads the password files of all listeners.
     *
     * @throws ConfigurationException with everything that is wrong in them
     */
    static Users read(BrokerConfig config) throws ConfigurationException {
        Map<Path, PasswordFile> files = new HashMap<>();
        List<String> errors = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            Optional<Path> path = config.passwordFile(listener);
            if (path.isPresent() && !files.containsKey(path.get())) {
                try {
                    files.put(path.get(), PasswordFile.read(path.get()));
                } catch (ConfigurationException e) {
                    errors.addAll(e.errors());
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors.stream().distinct().toList());
        }
        return new Users(config, Map.copyOf(files));
    }

    /** The users of a listener; empty when it has no password file. */
    Optional<PasswordFile> of(@Nullable ListenerConfig opened) {
        Optional<ListenerConfig> listener = now(opened);
        if (listener.isEmpty()) {
            return Optional.of(PasswordFile.NOBODY);
        }
        return config.passwordFile(listener.get()).map(files::get);
    }

    /** The hash of a user of a listener; null when there is no such user. */
    @Nullable
    PasswordHash find(@Nullable ListenerConfig opened, String name) {
        PasswordFile.User user = of(opened).map(file -> file.find(name)).orElse(null);
        return user == null ? null : user.hash();
    }

    /** Whether clients of a listener may do without a user name. */
    boolean allowAnonymous(@Nullable ListenerConfig opened) {
        return now(opened).map(config::allowAnonymous).orElse(false);
    }

    /**
     * What the configuration says now of a listener that may have been opened with an earlier one; empty when there is
     * none at that address any more.
     */
    private Optional<ListenerConfig> now(@Nullable ListenerConfig opened) {
        if (opened == null || config.listeners().contains(opened)) {
            return Optional.ofNullable(opened);
        }
        return config.listeners().stream()
                .filter(listener -> isSameAddress(listener, opened))
                .findFirst();
    }

    private static boolean isSameAddress(ListenerConfig a, ListenerConfig b) {
        return a.host().equals(b.host())
                && a.port() == b.port()
                && a.bindInterface().equals(b.bindInterface())
                && a.socketDomain() == b.socketDomain();
    }
}
