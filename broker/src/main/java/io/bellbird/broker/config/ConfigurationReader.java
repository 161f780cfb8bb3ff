package io.bellbird.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Reads one configuration: first line by line into values, then the values into the records that code sees. Collects
 * everything that is wrong before it gives up.
 */
final class ConfigurationReader {
    private final String source;
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private final Section global = new Section(0);
    private final Section defaultListener = new Section(0);
    private final List<Section> listeners = new ArrayList<>();
    private final LogSettings log = new LogSettings();

    /** Where the settings of a listener go now. */
    private Section listener = defaultListener;

    /** @param source the name of the file, for what is said about it */
    ConfigurationReader(String source) {
        this.source = source;
    }

    /**
     * Reads a file's content.
     *
     * @param port the port of the command line, 0..65535
     * @throws ConfigurationException with everything that is wrong
     */
    Configuration read(String text, OptionalInt port) throws ConfigurationException {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean marked = i == 0 && lines.get(i).startsWith("\uFEFF");
            readLine(i + 1, lines.get(i).substring(marked ? 1 : 0).strip());
        }
        Listeners opened = new Listeners(global, defaultListener, listeners, port);
        opened.check((sentence, line) -> error(line, sentence));
        opened.checkOrder((sentence, line) -> warn(line, sentence));
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
        return new Configuration(
                broker(opened), log.config(), global.find(Settings.PID_FILE), warnings, opened.localOnly());
    }

    private void readLine(int number, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split("\\s+", 2);
        String key = words[0];
        String written = words.length == 2 ? words[1] : "";
        Optional<Setting<?>> setting = Settings.find(key);
        Optional<MosquittoOptions.Option> ignored = MosquittoOptions.find(key);
        if (setting.isPresent()) {
            readSetting(number, setting.get(), written);
        } else if (ignored.isPresent()) {
            ignore(number, key, ignored.get(), written);
        } else {
            rejectUnknown(number, key);
        }
    }

    private void readSetting(int number, Setting<?> setting, String written) {
        if (setting.equals(Settings.LISTENER)) {
            parse(number, Settings.LISTENER, written).ifPresent(address -> beginListener(number, address));
        } else if (setting.equals(Settings.LOG_DEST)) {
            parse(number, Settings.LOG_DEST, written).ifPresent(target -> addLogTarget(number, target));
        } else if (setting.equals(Settings.LOG_TYPE)) {
            parse(number, Settings.LOG_TYPE, written).ifPresent(log::add);
        } else {
            keep(number, setting, written);
        }
    }

    private void beginListener(int number, ListenAddress address) {
        listener = new Section(number);
        listener.put(Settings.LISTENER, address, number);
        listeners.add(listener);
    }

    private void addLogTarget(int number, LogTarget target) {
        switch (target.kind()) {
            case STDOUT, STDERR, NONE -> log.add(target);
            case FILE -> {
                if (log.hasFile()) {
                    error(number, "log_dest names a second file: remove one of them");
                }
                log.add(target);
            }
            case SYSLOG, TOPIC, DLT, ANDROID ->
                warn(
                        number,
                        "log_dest " + Settings.LOG_DEST.type().show(target)
                                + " is not supported yet and is ignored: use a file, stdout or stderr");
        }
    }

    private <T> void keep(int number, Setting<T> setting, String written) {
        Section section = setting.scope() == Setting.Scope.LISTENER ? listener : global;
        parse(number, setting, written)
                .flatMap(value -> section.put(setting, value, number))
                .ifPresent(earlier -> warn(
                        number, setting.name() + " is given again: line " + earlier + " has no effect, remove it"));
    }

    private <T> Optional<T> parse(int number, Setting<T> setting, String written) {
        SettingType<T> type = setting.type();
        String text = type.takesWholeLine() ? written : withoutComment(written);
        if (text.isEmpty()) {
            error(number, setting.name() + " has no value: use " + type.allowed());
            return Optional.empty();
        }
        try {
            return Optional.of(type.parse(text));
        } catch (InvalidValueException e) {
            error(number, setting.name() + " is '" + text + "': " + e.getMessage());
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

    private void ignore(int number, String key, MosquittoOptions.Option option, String written) {
        if (option.satisfied().isEmpty() || !option.satisfied().equals(withoutComment(written))) {
            warn(
                    number,
                    key + " is not supported yet and is ignored: "
                            + option.area().consequence());
        }
    }

    private void rejectUnknown(int number, String key) {
        int equals = key.indexOf('=');
        if (equals > 0 && Settings.find(key.substring(0, equals)).isPresent()) {
            error(number, "'" + key + "': write a blank instead of '='");
            return;
        }
        List<String> known = Stream.concat(
                        Settings.all().stream().map(Setting::name),
                        MosquittoOptions.all().stream().map(MosquittoOptions.Option::name))
                .toList();
        String advice = Suggestion.nearest(key, known)
                .map(name -> ", did you mean '" + name + "'?")
                .orElse(": remove the line");
        error(number, "unknown setting '" + key + "'" + advice);
    }

    private BrokerConfig broker(Listeners opened) {
        int shards = global.get(Settings.SHARDS);
        int packetBytesMax = global.get(Settings.MAX_PACKET_SIZE);
        return BrokerConfig.builder()
                .listeners(opened.configs())
                .shards(shards == 0 ? BrokerConfig.availableShards() : shards)
                .allowAnonymous(global.find(Settings.ALLOW_ANONYMOUS).orElse(opened.localOnly()))
                .allowZeroLengthClientId(global.get(Settings.ALLOW_ZERO_LENGTH_CLIENTID))
                .autoIdPrefix(global.get(Settings.AUTO_ID_PREFIX))
                .maxInflightMessages(global.get(Settings.MAX_INFLIGHT_MESSAGES))
                .maxQueuedMessages(global.get(Settings.MAX_QUEUED_MESSAGES))
                .maxQueuedBytes(global.get(Settings.MAX_QUEUED_BYTES))
                .queueQos0Messages(global.get(Settings.QUEUE_QOS0_MESSAGES))
                .maxPacketSize(packetBytesMax == 0 ? BrokerConfig.PACKET_BYTES_MAX : packetBytesMax)
                .messageSizeLimit(global.get(Settings.MESSAGE_SIZE_LIMIT))
                .maxKeepaliveSeconds(global.get(Settings.MAX_KEEPALIVE))
                .retainAvailable(global.get(Settings.RETAIN_AVAILABLE))
                .tcpNoDelay(global.get(Settings.SET_TCP_NODELAY))
                .connectionMessages(global.get(Settings.CONNECTION_MESSAGES))
                .outboxBytesMax(global.get(Settings.OUTBOX_BYTES_MAX))
                .build();
    }

    private void error(int number, String sentence) {
        errors.add(source + ":" + number + ": " + sentence);
    }

    private void warn(int number, String sentence) {
        warnings.add(source + ":" + number + ": " + sentence);
    }
}
