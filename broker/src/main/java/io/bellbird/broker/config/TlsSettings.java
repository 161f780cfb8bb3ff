package io.bellbird.broker.config;

import static io.bellbird.broker.config.Setting.Effect.NEW_CONNECTIONS;
import static io.bellbird.broker.config.SettingType.words;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What makes a listener speak TLS, and how it knows its clients by their certificates. */
final class TlsSettings {

    static final Setting<Path> CERTFILE = Setting.of(
                    "certfile",
                    new SettingType.FilePath("file"),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    """
                    The certificate of this listener in PEM format, and below it those that lead to one that clients
                    trust. With it the listener speaks TLS and nothing else; `keyfile` belongs to it.""")
            .perListener();

    static final Setting<Path> KEYFILE = Setting.of(
                    "keyfile",
                    new SettingType.FilePath("file"),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    """
                    The private key of `certfile` in PEM format, RSA or EC, without a password. Nobody but the user of
                    the broker should be able to read it.""")
            .perListener();

    static final Setting<Path> CAFILE = Setting.of(
                    "cafile",
                    new SettingType.FilePath("file"),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    """
                    The certificates in PEM format that the certificates of clients must come from.""")
            .perListener();

    static final Setting<Path> CAPATH = Setting.of(
                    "capath",
                    new SettingType.FilePath("folder"),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    """
                    A folder of such certificates: its files that end with .crt, .pem or .0, or another digit. Counts
                    beside `cafile`.""")
            .perListener();

    static final Setting<Path> CRLFILE = Setting.of(
                    "crlfile",
                    new SettingType.FilePath("file"),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    """
                    Lists of revoked certificates in PEM format, one for each issuer between a client's certificate and the
                    one of `cafile` that it comes from. A client with a revoked one is refused, and disconnected when the
                    file is read again; so is one whose issuer has no list, or one that is out of date.""")
            .perListener();

    static final Setting<Boolean> REQUIRE_CERTIFICATE = Setting.flag(
                    "require_certificate",
                    false,
                    NEW_CONNECTIONS,
                    """
                    Clients must have a certificate that comes from `cafile` or `capath`.""")
            .perListener();

    static final Setting<Boolean> USE_IDENTITY_AS_USERNAME = Setting.flag(
                    "use_identity_as_username",
                    false,
                    NEW_CONNECTIONS,
                    """
                    With `require_certificate`, the user name is the common name (CN) of the client's certificate,
                    whatever CONNECT says, and no password is asked for.""")
            .perListener();

    static final Setting<Boolean> USE_SUBJECT_AS_USERNAME = Setting.flag(
                    "use_subject_as_username",
                    false,
                    NEW_CONNECTIONS,
                    """
                    As `use_identity_as_username`, but the user name is the whole subject in the order of RFC 2253:
                    `CN=pump 7,OU=Farm`.""")
            .perListener();

    static final Setting<TlsVersion> TLS_VERSION = Setting.of(
                    "tls_version",
                    new SettingType.OneOf<>(words(TlsVersion::word, TlsVersion.values())),
                    Optional.of(TlsVersion.V1_2),
                    "",
                    NEW_CONNECTIONS,
                    "The lowest version of TLS that is spoken.")
            .perListener();

    static final Setting<String> CIPHERS = Setting.of(
                    "ciphers",
                    new SettingType.Text(),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    """
                    The ciphers of TLS 1.2 that may be used, the best first, separated by colons, by the names of
                    OpenSSL or of the standard. When nothing is said: those that the machine's Java thinks safe.""")
            .perListener();

    static final Setting<String> CIPHERS_TLS13 = Setting.of(
                    "ciphers_tls1.3",
                    new SettingType.Text(),
                    Optional.empty(),
                    "",
                    NEW_CONNECTIONS,
                    "The same for TLS 1.3.")
            .perListener();

    /** All of them, in the order of the reference. */
    static final List<Setting<?>> ALL = List.of(
            CERTFILE,
            KEYFILE,
            CAFILE,
            CAPATH,
            CRLFILE,
            REQUIRE_CERTIFICATE,
            USE_IDENTITY_AS_USERNAME,
            USE_SUBJECT_AS_USERNAME,
            TLS_VERSION,
            CIPHERS,
            CIPHERS_TLS13);

    private TlsSettings() {}
}
