package io.bellbird.broker.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads one configuration: first line by line into values, then the values into the records that code sees. Collects
 * everything that is wrong before it gives up.
 */
final class ConfigurationReader {
    private final String source;
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private final Section global;
    private final Section defaultListener;
    private final List<Section> listeners = new ArrayList<>();
    private final LogLines log = new LogLines();

    /** Where the settings of a listener go now. */
    private Section listener;

    /** The first line that {@code per_listener_settings} is about. */
    private Optional<Place> security = Optional.empty();

    /** @param source the name of the file, for what is said about it */
    ConfigurationReader(String source) {
        this.source = source;
        Place start = new Place(source, 0);
        global = new Section(start);
        defaultListener = new Section(start);
        listener = defaultListener;
    }

    /**
     * Reads a file's content.
     *
     * @param port the port of the command line, 0..65535
     * @throws ConfigurationException with everything that is wrong
     */
    Configuration read(String text, OptionalInt port) throws ConfigurationException {
        readLines(source, text);
        Listeners opened = new Listeners(global, defaultListener, listeners, port);
        opened.check(this::error);
        opened.checkOrder(this::error, this::warn);
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
        return new Configuration(
                broker(opened),
                new Persistence(global.get(StoreSettings.PERSISTENCE), global.find(StoreSettings.PERSISTENCE_LOCATION)),
                log.config(global),
                global.find(LogSettings.AUDIT_LOG),
                global.find(ProcessSettings.PID_FILE),
                warnings,
                notices,
                opened.localOnly(),
                values(opened),
                WrittenLines.of(global, opened.sections()));
    }

    /** What is written, and else the defaults. */
    private List<SettingChange.Value> values(Listeners opened) {
        List<SettingChange.Value> values = new ArrayList<>();
        for (Setting<?> setting : Settings.all()) {
            if (setting.scope() != Setting.Scope.LISTENER) {
                log.text(setting)
                        .or(() -> global.text(setting))
                        .ifPresent(text -> values.add(value("", setting, text, global)));
            }
        }
        opened.byAddress().forEach((address, section) -> {
            for (Setting<?> setting : Settings.all()) {
                if (setting.scope() == Setting.Scope.LISTENER
                        || section.find(setting).isPresent()) {
                    section.text(setting).ifPresent(text -> values.add(value(address, setting, text, section)));
                }
            }
        });
        return values;
    }

    private static SettingChange.Value value(String listener, Setting<?> setting, String text, Section section) {
        return new SettingChange.Value(
                listener, setting, text, Optional.ofNullable(section.places().get(setting)));
    }

    private void readLines(String name, String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean marked = i == 0 && lines.get(i).startsWith("\uFEFF");
            readLine(
                    new Place(name, i + 1),
                    lines.get(i).substring(marked ? 1 : 0).strip());
        }
    }

    private void readLine(Place place, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split("\\s+", 2);
        String key = words[0];
        String written = words.length == 2 ? words[1] : "";
        Optional<Setting<?>> setting = Settings.find(key);
        Optional<MosquittoOptions.Option> ignored = MosquittoOptions.find(key);
        if (setting.isPresent()) {
            readSetting(place, setting.get(), written);
        } else if (ignored.isPresent()) {
            ignore(place, key, ignored.get(), written);
        } else {
            rejectUnknown(place, key);
        }
    }

    private void readSetting(Place place, Setting<?> setting, String written) {
        if (setting.equals(ListenerSettings.LISTENER)) {
            parse(place, ListenerSettings.LISTENER, written).ifPresent(address -> beginListener(place, address));
        } else if (setting.equals(ListenerSettings.WEBSOCKETS_ORIGIN)) {
            parse(place, ListenerSettings.WEBSOCKETS_ORIGIN, written).ifPresent(origin -> addOrigin(place, origin));
        } else if (setting.equals(AdminSettings.ADMIN_USER)) {
            parse(place, AdminSettings.ADMIN_USER, written).ifPresent(user -> addAdminUser(place, user));
        } else if (setting.equals(LogSettings.LOG_DEST)) {
            parse(place, LogSettings.LOG_DEST, written).ifPresent(target -> addLogTarget(place, target));
        } else if (setting.equals(LogSettings.LOG_TYPE)) {
            parse(place, LogSettings.LOG_TYPE, written).ifPresent(log::add);
        } else if (setting.equals(ProcessSettings.INCLUDE_DIR)) {
            parse(place, ProcessSettings.INCLUDE_DIR, written).ifPresent(folder -> include(place, folder));
        } else {
            keep(place, setting, written);
        }
    }

    private void beginListener(Place place, ListenAddress address) {
        listener = new Section(place);
        listener.put(ListenerSettings.LISTENER, address, place);
        listeners.add(listener);
    }

    private void addOrigin(Place place, List<String> origin) {
        List<String> origins = new ArrayList<>(
                listener.find(ListenerSettings.WEBSOCKETS_ORIGIN).orElse(List.of()));
        origins.addAll(origin);
        listener.put(ListenerSettings.WEBSOCKETS_ORIGIN, List.copyOf(origins), place);
    }

    private void addAdminUser(Place place, List<String> user) {
        List<String> users =
                new ArrayList<>(global.find(AdminSettings.ADMIN_USER).orElse(List.of()));
        users.addAll(user);
        global.put(AdminSettings.ADMIN_USER, List.copyOf(users), place);
    }

    private void addLogTarget(Place place, LogTarget target) {
        switch (target.kind()) {
            case STDOUT, STDERR, SYSLOG, TOPIC, NONE -> log.add(target);
            case FILE -> {
                if (log.hasFile()) {
                    error(place, "log_dest names a second file: remove one of them");
                }
                log.add(target);
            }
            case DLT, ANDROID ->
                warn(
                        place,
                        "log_dest " + LogSettings.LOG_DEST.type().show(target)
                                + " is not supported and is ignored: use a file, stdout, stderr or syslog");
        }
    }

    /** Reads the files of a folder, each as if no listener stood above it: what follows here has the listener again. */
    private void include(Place place, Path folder) {
        if (!place.source().equals(source)) {
            error(
                    place,
                    "include_dir stands in a file that include_dir reads: move the line to " + source
                            + ", and keep that file out of the folder");
            return;
        }
        Section listenerHere = listener;
        try {
            for (Path file : ConfigurationFile.filesIn(folder)) {
                listener = defaultListener;
                includeFile(place, file);
            }
        } catch (IOException e) {
            error(place, "include_dir is '" + folder + "': " + ConfigurationFile.reason(e));
        }
        listener = listenerHere;
    }

    private void includeFile(Place place, Path file) {
        try {
            readLines(file.toString(), ConfigurationFile.content(file));
        } catch (IOException e) {
            error(place, "cannot read " + file + ": " + ConfigurationFile.reason(e));
        }
    }

    private <T> void keep(Place place, Setting<T> setting, String written) {
        parse(place, setting, written).ifPresent(value -> {
            if (setting.equals(ClientSettings.PER_LISTENER_SETTINGS)) {
                checkBeforeSecurity(place);
            } else if (setting.scope() == Setting.Scope.SECURITY && security.isEmpty()) {
                security = Optional.of(place);
            }
            sectionOf(setting)
                    .put(setting, value, place)
                    .ifPresent(earlier -> warn(
                            place,
                            setting.name() + " is given again: " + earlier.seenFrom(place)
                                    + " has no effect, remove it"));
        });
    }

    private void checkBeforeSecurity(Place place) {
        security.ifPresent(line -> error(
                place,
                "per_listener_settings stands below " + line.seenFrom(place)
                        + ", which it is about: move it to the top of the file"));
    }

    private Section sectionOf(Setting<?> setting) {
        return switch (setting.scope()) {
            case BROKER -> global;
            case LISTENER -> listener;
            case BROKER_OR_LISTENER -> listener == defaultListener ? global : listener;
            case SECURITY -> global.get(ClientSettings.PER_LISTENER_SETTINGS) ? listener : global;
        };
    }

    private <T> Optional<T> parse(Place place, Setting<T> setting, String written) {
        SettingType<T> type = setting.type();
        String text = type.takesWholeLine() ? written : withoutComment(written);
        if (text.isEmpty()) {
            error(place, setting.name() + " has no value: use " + type.allowed());
            return Optional.empty();
        }
        try {
            return Optional.of(type.parse(text));
        } catch (InvalidValueException e) {
            error(place, setting.name() + " is '" + text + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String withoutComment(String written) {
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '#' && (i == 0 || Character.isWhitespace(written.charAt(i - 1)))) {
                return written.substring(0, i).strip();
            }
        }
        return written;
    }

    private void ignore(Place place, String key, MosquittoOptions.Option option, String written) {
        if (option.asksForWhatHappensAnyway(withoutComment(written))) {
            return;
        }
        MosquittoOptions.Area area = option.area();
        if (area.isNeeded()) {
            warn(place, key + " is not supported yet and is ignored: " + area.reason());
        } else {
            notices.add(place + ": " + key + " has no effect: " + area.reason());
        }
    }

    private void rejectUnknown(Place place, String key) {
        int equals = key.indexOf('=');
        if (equals > 0 && Settings.find(key.substring(0, equals)).isPresent()) {
            error(place, "'" + key + "': write a blank instead of '='");
            return;
        }
        String advice = Suggestion.ofSetting(key)
                .map(name -> ", did you mean '" + name + "'?")
                .orElse(": remove the line");
        error(place, "unknown setting '" + key + "'" + advice);
    }

    private BrokerConfig broker(Listeners opened) {
        int shards = global.get(ProcessSettings.SHARDS);
        int packetBytesMax = global.get(ClientSettings.MAX_PACKET_SIZE);
        BrokerConfig.Builder builder = BrokerConfig.builder();
        global.find(SecuritySettings.PASSWORD_FILE).ifPresent(builder::passwordFile);
        global.find(SecuritySettings.ACL_FILE).ifPresent(builder::aclFile);
        adminListener(opened).ifPresent(builder::adminListener);
        global.find(AdminSettings.ADMIN_USER).ifPresent(users -> builder.adminUsers(adminUsers(users, opened)));
        return builder.listeners(opened.configs())
                .shards(shards == 0 ? BrokerConfig.availableShards() : shards)
                .allowAnonymous(global.find(ClientSettings.ALLOW_ANONYMOUS).orElse(opened.localOnly() && !hasUsers()))
                .loginLimits(new LoginLimits(
                        global.get(SecuritySettings.LOGIN_FAILURES_MAX),
                        global.get(SecuritySettings.LOGIN_BAN_SECONDS)))
                .checkRetainSource(global.get(SecuritySettings.CHECK_RETAIN_SOURCE))
                .allowZeroLengthClientId(global.get(ClientSettings.ALLOW_ZERO_LENGTH_CLIENTID))
                .autoIdPrefix(global.get(ClientSettings.AUTO_ID_PREFIX))
                .maxInflightMessages(global.get(ClientSettings.MAX_INFLIGHT_MESSAGES))
                .maxQueuedMessages(global.get(ClientSettings.MAX_QUEUED_MESSAGES))
                .maxQueuedBytes(global.get(ClientSettings.MAX_QUEUED_BYTES))
                .queueQos0Messages(global.get(ClientSettings.QUEUE_QOS0_MESSAGES))
                .maxPacketSize(packetBytesMax == 0 ? BrokerConfig.PACKET_BYTES_MAX : packetBytesMax)
                .messageSizeLimit(global.get(ClientSettings.MESSAGE_SIZE_LIMIT))
                .maxKeepaliveSeconds(global.get(ClientSettings.MAX_KEEPALIVE))
                .retainAvailable(global.get(ClientSettings.RETAIN_AVAILABLE))
                .tcpNoDelay(global.get(ClientSettings.SET_TCP_NODELAY))
                .connectionMessages(global.get(LogSettings.CONNECTION_MESSAGES))
                .outboxBytesMax(global.get(ClientSettings.OUTBOX_BYTES_MAX))
                .maxSubscriptionBytes(global.get(ClientSettings.MAX_SUBSCRIPTION_BYTES))
                .durability(global.get(StoreSettings.DURABILITY))
                .queueFullPolicy(global.get(ClientSettings.QUEUE_FULL_POLICY))
                .memoryLimitBytes(global.get(ClientSettings.MEMORY_LIMIT))
                .maxInflightBytes(global.get(ClientSettings.MAX_INFLIGHT_BYTES))
                .persistentClientExpirationSeconds(global.get(StoreSettings.PERSISTENT_CLIENT_EXPIRATION))
                .retainExpiryIntervalSeconds(60L * global.get(StoreSettings.RETAIN_EXPIRY_INTERVAL))
                .upgradeOutgoingQos(global.get(ClientSettings.UPGRADE_OUTGOING_QOS))
                .sysIntervalSeconds(global.get(ProcessSettings.SYS_INTERVAL))
                .globalMaxClients(global.get(ClientSettings.GLOBAL_MAX_CLIENTS))
                .globalMaxConnections(global.get(ClientSettings.GLOBAL_MAX_CONNECTIONS))
                .retainedPersistence(global.get(StoreSettings.RETAINED_PERSISTENCE))
                .storeFreeBytesMin(global.get(StoreSettings.STORE_FREE_BYTES_MIN))
                .build();
    }

    /** A default must not take the port of a listener. */
    private Optional<AdminListener> adminListener(Listeners opened) {
        boolean given = global.find(AdminSettings.ADMIN_LISTENER).isPresent();
        Optional<AdminListener> admin = global.get(AdminSettings.ADMIN_LISTENER)
                .map(address -> new AdminListener(address.host(), address.port(), given));
        admin.filter(listener -> !AdminSettings.isLoopback(listener.host()))
                .ifPresent(listener -> warn(
                        global.places().get(AdminSettings.ADMIN_LISTENER),
                        "admin_listener: everybody who reaches " + listener.host() + " port " + listener.port()
                                + " can read the metrics of this broker, and passwords that are used there can be read"
                                + " on their way: put a proxy with TLS in front of it"));
        return admin.filter(
                listener -> given || opened.configs().stream().noneMatch(config -> config.port() == listener.port()));
    }

    private Set<String> adminUsers(List<String> users, Listeners opened) {
        boolean known = opened.configs().stream().anyMatch(listener -> listener.passwordFile()
                .or(() -> global.find(SecuritySettings.PASSWORD_FILE))
                .isPresent());
        if (!known) {
            warn(
                    global.places().get(AdminSettings.ADMIN_USER),
                    "admin_user has no effect, since there is no password_file to know the user by");
        }
        return Set.copyOf(users);
    }

    /** Whether there is a password file for the listeners that are opened when none is given. */
    private boolean hasUsers() {
        return Stream.of(global, defaultListener).anyMatch(section -> section.find(SecuritySettings.PASSWORD_FILE)
                .isPresent());
    }

    private void error(Place place, String sentence) {
        errors.add(place + ": " + sentence);
    }

    private void warn(Place place, String sentence) {
        warnings.add(place + ": " + sentence);
    }
}
