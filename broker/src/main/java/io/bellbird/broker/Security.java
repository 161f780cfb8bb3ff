package io.bellbird.broker;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.net.TlsListeners;
import io.bellbird.broker.security.AclAuthorizer;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.PasswordAuthenticator;
import io.bellbird.broker.watch.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may connect, by what they are known, and what they may do: as was chosen, else as the files of the configuration say. */
final class Security implements AutoCloseable {
    private final TlsListeners tls;
    private final Authorizer authorizer;
    private final Authenticator authenticator;
    /** What was made here, and so is to be closed. */
    private final Optional<PasswordAuthenticator> users;

    private Security(
            TlsListeners tls,
            Authorizer authorizer,
            Authenticator authenticator,
            Optional<PasswordAuthenticator> users) {
        this.tls = tls;
        this.authorizer = authorizer;
        this.authenticator = authenticator;
        this.users = users;
    }

    private interface Reading<T> {
        T read() throws ConfigurationException;
    }

    /**
     * Reads all files that are needed.
     *
     * @param authenticator in place of the password files
     * @param authorizer in place of the ACL files
     * @param audit told of bans
     * @throws ConfigurationException with what is wrong in any of them
     */
    static Security read(
            BrokerConfig config,
            Optional<Authenticator> authenticator,
            Optional<Authorizer> authorizer,
            Optional<? extends Audit> audit)
            throws ConfigurationException {
        List<String> errors = new ArrayList<>();
        Optional<TlsListeners> tls = attempt(() -> TlsListeners.read(config), errors);
        Optional<Authorizer> rights =
                authorizer.or(() -> attempt(() -> AclAuthorizer.read(config, System::nanoTime), errors));
        Optional<PasswordAuthenticator> users = authenticator.isPresent()
                ? Optional.empty()
                : attempt(() -> new PasswordAuthenticator(config, audit.orElse(null)), errors);
        if (!errors.isEmpty()) {
            users.ifPresent(PasswordAuthenticator::close);
            throw new ConfigurationException(errors);
        }
        return new Security(
                tls.orElseThrow(),
                rights.orElseThrow(),
                authenticator.or(() -> users).orElseThrow(),
                users);
    }

    private static <T> Optional<T> attempt(Reading<T> reading, List<String> errors) {
        try {
            return Optional.of(reading.read());
        } catch (ConfigurationException wrong) {
            errors.addAll(wrong.errors());
            return Optional.empty();
        }
    }

    TlsListeners tls() {
        return tls;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    @Override
    public void close() {
        users.ifPresent(PasswordAuthenticator::close);
    }
}
