package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes of the listener lines of a file, and of the port of the command line, the listeners to open. */
final class Listeners {
    private static final String LOOPBACK_IPV4 = "127.0.0.1";
    private static final String LOOPBACK_IPV6 = "::1";

    private final Section global;
    private final Section defaultListener;
    private final List<Section> listed;
    private final OptionalInt port;

    /**
     * @param global what is set for the broker
     * @param defaultListener what is set before the first listener line
     * @param listed the listener lines and what follows each
     * @param port the port of the command line, 0..65535
     */
    Listeners(Section global, Section defaultListener, List<Section> listed, OptionalInt port) {
        this.global = global;
        this.defaultListener = defaultListener;
        this.listed = listed;
        this.port = port;
    }

    /** No listener is given, so that only this machine is served. */
    boolean localOnly() {
        return listed.isEmpty() && !defaultIsOpened();
    }

    /** The listeners to open, at least one. */
    List<ListenerConfig> configs() {
        List<ListenerConfig> configs = new ArrayList<>();
        if (localOnly()) {
            addLocal(configs, defaultListener, port.orElse(ListenerSettings.PORT.byDefault()));
            return configs;
        }
        addresses().forEach(listener -> configs.add(config(listener.address(), listener.section())));
        if (port.isPresent() && configs.stream().noneMatch(config -> isAt(port.getAsInt(), config))) {
            addLocal(configs, new Section(defaultListener.place()), port.getAsInt());
        }
        return configs;
    }

    /** What is set for each listener to open. */
    Map<ListenerConfig, Section> sections() {
        Map<ListenerConfig, Section> sections = new LinkedHashMap<>();
        configs()
                .forEach(config ->
                        sections.put(config, localOnly() ? defaultListener : new Section(defaultListener.place())));
        addresses()
                .forEach(listener -> sections.put(config(listener.address(), listener.section()), listener.section()));
        return sections;
    }

    private static boolean isAt(int port, ListenerConfig config) {
        return config.unixPath().isEmpty() && config.port() == port;
    }

    /** What is set for each listener, by a text that says where it is opened. */
    Map<String, Section> byAddress() {
        Map<String, Section> sections = new LinkedHashMap<>();
        if (localOnly()) {
            sections.put(port.orElse(ListenerSettings.PORT.byDefault()) + " of this machine only", defaultListener);
        }
        for (Listener listener : addresses()) {
            String address = Stream.concat(
                            Stream.of(ListenerSettings.LISTENER.type().show(listener.address())),
                            Stream.of(ListenerSettings.BIND_INTERFACE, ListenerSettings.SOCKET_DOMAIN)
                                    .flatMap(setting -> listener.section().text(setting).stream()))
                    .collect(Collectors.joining(" "));
            sections.put(address, listener.section());
        }
        return sections;
    }

    /**
     * Finds listeners that could not be open at once, and lines of one that do not fit together.
     *
     * @param error takes a sentence and the place that it is about
     */
    void check(BiConsumer<Place, String> error) {
        List<Listener> all = addresses();
        (localOnly()
                        ? List.of(defaultListener)
                        : all.stream().map(Listener::section).toList())
                .forEach(section -> {
                    TlsLines.check(section, error);
                    checkProxy(section, error);
                });
        listed.forEach(section -> checkUnix(section, error));
        global.find(ListenerSettings.BIND_ADDRESS)
                .filter(host -> host.contains("/"))
                .ifPresent(host -> error.accept(
                        global.places().get(ListenerSettings.BIND_ADDRESS),
                        "bind_address is '" + host + "': use an address, or 'listener 0 PATH' for a Unix socket"));
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(i).address().overlaps(all.get(j).address()) && !apart(all.get(i), all.get(j))) {
                    Place place = all.get(i).section().place();
                    Place earlier = all.get(j).section().place();
                    error.accept(
                            place,
                            taken(all.get(i).address())
                                    + (earlier.line() == 0 ? "'port' or 'bind_address'" : earlier.seenFrom(place))
                                    + ": remove one of them or choose another "
                                    + (all.get(i).address().isUnix() ? "path" : "port"));
                }
            }
        }
    }

    private static String taken(ListenAddress address) {
        return (address.isUnix() ? address.host() : "port " + address.port()) + " is already opened by ";
    }

    private static void checkProxy(Section section, BiConsumer<Place, String> error) {
        boolean requiresTls = section.get(ListenerSettings.PROXY_PROTOCOL_V2_REQUIRE_TLS);
        if (requiresTls
                && section.find(ListenerSettings.ENABLE_PROXY_PROTOCOL)
                        .filter(ProxyProtocol.V2::equals)
                        .isEmpty()) {
            error.accept(
                    section.places().get(ListenerSettings.PROXY_PROTOCOL_V2_REQUIRE_TLS),
                    "proxy_protocol_v2_require_tls needs a proxy that says it: add the line 'enable_proxy_protocol 2'");
        }
    }

    private static void checkUnix(Section section, BiConsumer<Place, String> error) {
        if (!section.get(ListenerSettings.LISTENER).isUnix()) {
            return;
        }
        Stream.of(ListenerSettings.BIND_INTERFACE, ListenerSettings.SOCKET_DOMAIN)
                .filter(setting -> section.find(setting).isPresent())
                .forEach(setting -> error.accept(
                        section.places().get(setting),
                        setting.name() + " is about the network, and the listener is a Unix socket: remove the line"));
    }

    /** The same address can be open twice: on two interfaces, or for IPv4 and for IPv6. */
    private static boolean apart(Listener a, Listener b) {
        return differ(ListenerSettings.BIND_INTERFACE, a, b) || differ(ListenerSettings.SOCKET_DOMAIN, a, b);
    }

    private static boolean differ(Setting<?> setting, Listener a, Listener b) {
        Optional<?> one = a.section().find(setting);
        Optional<?> other = b.section().find(setting);
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    /**
     * Finds settings of a listener that belong to none: an error where they are about security.
     *
     * @param error takes a sentence and the place that it is about
     * @param warning the same
     */
    void checkOrder(BiConsumer<Place, String> error, BiConsumer<Place, String> warning) {
        if (localOnly() || defaultIsOpened()) {
            return;
        }
        defaultListener
                .places()
                .forEach((setting, place) -> (setting.scope() == Setting.Scope.SECURITY ? error : warning)
                        .accept(
                                place,
                                setting.name() + " stands before the first 'listener' line and has no effect:"
                                        + " move it below the listener that it is for"));
    }

    private record Listener(ListenAddress address, Section section) {}

    private boolean defaultIsOpened() {
        return global.find(ListenerSettings.PORT).isPresent()
                || global.find(ListenerSettings.BIND_ADDRESS).isPresent();
    }

    private List<Listener> addresses() {
        List<Listener> all = new ArrayList<>();
        if (defaultIsOpened()) {
            String host = global.find(ListenerSettings.BIND_ADDRESS).orElse("");
            all.add(new Listener(new ListenAddress(global.get(ListenerSettings.PORT), host), defaultListener));
        }
        listed.forEach(section -> all.add(new Listener(section.get(ListenerSettings.LISTENER), section)));
        return all;
    }

    private void addLocal(List<ListenerConfig> configs, Section section, int port) {
        configs.add(config(new ListenAddress(port, LOOPBACK_IPV4), section));
        if (port != 0) { // two free ports would not be one broker's port
            configs.add(config(new ListenAddress(port, LOOPBACK_IPV6), section));
        }
    }

    private ListenerConfig config(ListenAddress address, Section section) {
        ListenerConfig.Builder builder = ListenerConfig.builder(address.host(), address.port())
                .bindInterface(section.find(ListenerSettings.BIND_INTERFACE).orElse(""))
                .socketDomain(section.find(ListenerSettings.SOCKET_DOMAIN).orElse(SocketDomain.ANY))
                .protocol(section.get(ListenerSettings.PROTOCOL))
                .webSocket(webSocket(section))
                .acceptProtocolVersions(section.get(ListenerSettings.ACCEPT_PROTOCOL_VERSIONS))
                .maxConnections(section.get(ListenerSettings.MAX_CONNECTIONS))
                .maxQos(section.get(ListenerSettings.MAX_QOS))
                .maxTopicAlias(section.get(ListenerSettings.MAX_TOPIC_ALIAS))
                .maxTopicAliasBroker(section.get(ListenerSettings.MAX_TOPIC_ALIAS_BROKER))
                .mountPoint(section.find(ListenerSettings.MOUNT_POINT).orElse(""))
                .proxyProtocol(proxyProtocol(section))
                .useUsernameAsClientId(section.get(ListenerSettings.USE_USERNAME_AS_CLIENTID));
        tls(section).ifPresent(builder::tls);
        section.find(SecuritySettings.PASSWORD_FILE).ifPresent(builder::passwordFile);
        section.find(SecuritySettings.ACL_FILE).ifPresent(builder::aclFile);
        section.find(ListenerSettings.LISTENER_ALLOW_ANONYMOUS)
                .or(() -> section.find(ClientSettings.ALLOW_ANONYMOUS))
                .ifPresent(builder::allowAnonymous);
        section.find(ClientSettings.ALLOW_ZERO_LENGTH_CLIENTID).ifPresent(builder::allowZeroLengthClientId);
        section.find(ListenerSettings.LISTENER_AUTO_ID_PREFIX)
                .or(() -> section.find(ClientSettings.AUTO_ID_PREFIX))
                .ifPresent(builder::autoIdPrefix);
        section.find(StoreSettings.DURABILITY).ifPresent(builder::durability);
        return builder.build();
    }

    private static ProxyProtocol proxyProtocol(Section section) {
        return section.get(ListenerSettings.PROXY_PROTOCOL_V2_REQUIRE_TLS)
                ? ProxyProtocol.V2_TLS
                : section.find(ListenerSettings.ENABLE_PROXY_PROTOCOL).orElse(ProxyProtocol.NONE);
    }

    private static Optional<TlsConfig> tls(Section section) {
        Optional<Path> certFile = section.find(TlsSettings.CERTFILE);
        Optional<Path> keyFile = section.find(TlsSettings.KEYFILE);
        if (certFile.isEmpty() || keyFile.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsConfig(
                certFile.get(),
                keyFile.get(),
                section.find(TlsSettings.CAFILE),
                section.find(TlsSettings.CAPATH),
                section.find(TlsSettings.CRLFILE),
                clientCertificate(section),
                section.get(TlsSettings.TLS_VERSION),
                ciphers(section, TlsSettings.CIPHERS),
                ciphers(section, TlsSettings.CIPHERS_TLS13)));
    }

    private static TlsConfig.ClientCertificate clientCertificate(Section section) {
        if (!section.get(TlsSettings.REQUIRE_CERTIFICATE)) {
            return TlsConfig.ClientCertificate.NONE;
        }
        if (section.get(TlsSettings.USE_IDENTITY_AS_USERNAME)) {
            return TlsConfig.ClientCertificate.IDENTITY;
        }
        return section.get(TlsSettings.USE_SUBJECT_AS_USERNAME)
                ? TlsConfig.ClientCertificate.SUBJECT
                : TlsConfig.ClientCertificate.REQUIRED;
    }

    private static List<String> ciphers(Section section, Setting<String> setting) {
        return section.find(setting).map(names -> List.of(names.split(":"))).orElse(List.of());
    }

    private WebSocketConfig webSocket(Section section) {
        return new WebSocketConfig(
                section.find(ListenerSettings.HTTP_DIR),
                section.find(ListenerSettings.WEBSOCKETS_ORIGIN).orElse(List.of()),
                global.get(ListenerSettings.WEBSOCKETS_HEADERS_SIZE));
    }
}
