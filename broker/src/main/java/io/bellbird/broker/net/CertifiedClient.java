package io.bellbird.broker.net;

import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.codec.Connect;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A client whose certificate was accepted in the handshake.
 *
 * @param context by which it was
 * @param chain its certificate, and those that it sent with it
 * @param use what the certificate is for, not NONE
 */
record CertifiedClient(TlsContext context, List<X509Certificate> chain, ClientCertificate use) {
    private static final String COMMON_NAME = "CN";
    /** Section 1.5.4: the longest text of MQTT. */
    private static final int NAME_BYTES_MAX = 65_535;

    CertifiedClient {
        chain = List.copyOf(chain);
    }

    /** Whether the certificate says the user name, so that no password is asked for. */
    boolean saysUsername() {
        return use != ClientCertificate.REQUIRED;
    }

    /**
     * CONNECT with the user name that counts: that of the certificate, if it is to say it.
     *
     * @return empty when the certificate has none that can be one
     */
    Optional<Connect> named(Connect connect) {
        return saysUsername() ? username().map(name -> named(connect, name)) : Optional.of(connect);
    }

    private Optional<String> username() {
        X500Principal subject = chain.get(0).getSubjectX500Principal();
        Optional<String> name =
                switch (use) {
                    case NONE, REQUIRED -> Optional.empty();
                    case IDENTITY -> commonName(subject);
                    case SUBJECT -> Optional.of(subject.getName(X500Principal.RFC2253));
                };
        return name.filter(text -> !text.isEmpty() && text.indexOf('\0') < 0 && text.length() <= NAME_BYTES_MAX / 3);
    }

    /** The first in the order of the certificate, as Mosquitto takes it. */
    private static Optional<String> commonName(X500Principal subject) {
        try {
            for (Rdn part : new LdapName(subject.getName(X500Principal.RFC2253)).getRdns()) {
                Attribute name = part.toAttributes().get(COMMON_NAME);
                if (name != null && name.get() instanceof String text) {
                    return Optional.of(text);
                }
            }
            return Optional.empty();
        } catch (InvalidNameException e) {
            throw new IllegalStateException("not in the form of RFC 2253: " + subject, e);
        } catch (NamingException e) {
            return Optional.empty();
        }
    }

    private static Connect named(Connect connect, String username) {
        return new Connect(
                connect.version(),
                connect.bridge(),
                connect.clientId(),
                connect.cleanStart(),
                connect.keepAliveSeconds(),
                connect.will(),
                username,
                connect.password(),
                connect.properties());
    }
}
