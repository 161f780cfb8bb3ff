package io.bellbird.app.pubsub;

import io.bellbird.app.pubsub.UsageException.Sequel;
import io.bellbird.codec.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads options as Mosquitto's programs do: first those of a file of defaults, one in a line, then those of the command
 * line; each is a word of its own, and what belongs to it the next.
 */
final class OptionReader {
    private final Settings settings;

    /** Asked for instead of a run. */
    enum Request {
        HELP,
        VERSION
    }

    OptionReader(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads all there is.
     *
     * @return what the user wants instead of a run, if anything
     */
    Optional<Request> read(List<String> words, Map<String, String> environment) throws UsageException {
        Optional<Request> request = readDefaults(environment);
        if (request.isEmpty()) {
            request = read(words);
        }
        if (request.isEmpty()) {
            check();
        }
        return request;
    }

    private Optional<Request> readDefaults(Map<String, String> environment) throws UsageException {
        Path file = defaultsFile(environment);
        if (file == null || !Files.isReadable(file) || Files.isDirectory(file)) {
            return Optional.empty();
        }
        List<String> lines;
        try {
            lines = List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1));
        } catch (IOException e) {
            throw new UsageException("Error: " + file + " cannot be read: " + e.getMessage(), Sequel.NONE);
        }
        for (String line : lines) {
            Optional<Request> request = line.startsWith("#") ? Optional.empty() : read(words(line));
            if (request.isPresent()) {
                return request;
            }
        }
        return Optional.empty();
    }

    private @Nullable Path defaultsFile(Map<String, String> environment) {
        String folder = environment.get("XDG_CONFIG_HOME");
        String home = environment.get("HOME");
        if (folder == null && home == null) {
            return null;
        }
        return Path.of(folder == null ? home + "/.config" : folder, settings.tool.mosquittoName());
    }

    /** The option, and all the rest as one word. */
    private static List<String> words(String line) {
        String text = line.replaceAll("\r+$", "").replaceAll("^ +", "");
        if (text.isEmpty()) {
            return List.of();
        }
        int blank = text.indexOf(' ');
        return blank < 0 || blank == text.length() - 1
                ? List.of(text.trim())
                : List.of(text.substring(0, blank), text.substring(blank + 1));
    }

    private Optional<Request> read(List<String> words) throws UsageException {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--help")) {
                return Optional.of(Request.HELP);
            }
            if (word.equals("--version")) {
                return Optional.of(Request.VERSION);
            }
            if (Option.PROPERTY_NAMES.contains(word)) {
                i += Property.read(words.subList(i + 1, words.size()), settings);
                continue;
            }
            Option option = Option.named(word, settings.tool);
            if (option == null) {
                throw UsageException.of("Error: Unknown option '" + word + "'.");
            }
            if (!option.takesArgument()) {
                option.apply(settings, "");
            } else if (++i < words.size()) {
                option.apply(settings, words.get(i));
            } else {
                throw option.withoutArgument();
            }
        }
        return Optional.empty();
    }

    /** What has to fit together. */
    private void check() throws UsageException {
        if (settings.willTopic == null && settings.willPayload != null) {
            throw UsageException.of("Error: Will payload given, but no will topic given.");
        }
        if (settings.willTopic == null && settings.willRetain) {
            throw UsageException.of("Error: Will retain given, but no will topic given.");
        }
        checkTls();
        checkSession();
        if (settings.tool == Tool.SUB && settings.filters.isEmpty()) {
            throw UsageException.of("Error: You must specify a topic to subscribe to.");
        }
        Property.checkUnique(settings);
        if (settings.tool == Tool.PUB && (settings.topic == null || settings.source == Settings.Source.NONE)) {
            throw new UsageException("Error: Both topic and message must be supplied.", Sequel.USAGE);
        }
        if (settings.tool == Tool.RR
                && (settings.topic == null
                        || settings.source == Settings.Source.NONE
                        || settings.responseTopic == null)) {
            throw UsageException.of("Error: All of topic, message, and response topic must be supplied.");
        }
        if (settings.noRetained && settings.retainedOnly) {
            throw new UsageException("\nError: Combining '-R' and '--retained-only' makes no sense.", Sequel.NONE);
        }
        if (settings.password != null && settings.username == null && settings.version != MqttVersion.V5) {
            throw new UsageException("Error: Problem setting username and/or password.", Sequel.NONE);
        }
    }

    private void checkTls() throws UsageException {
        if ((settings.certFile == null) != (settings.keyFile == null)) {
            throw UsageException.of("Error: Both certfile and keyfile must be provided if one of them is set.");
        }
        if (settings.keyForm != null && settings.keyFile == null) {
            throw UsageException.of("Error: If keyform is set, keyfile must be also specified.");
        }
        if (settings.psk != null && (settings.caFile != null || settings.caPath != null)) {
            throw UsageException.of("Error: Only one of --psk or --cafile/--capath may be used at once.");
        }
        if (settings.psk != null && settings.pskIdentity == null) {
            throw UsageException.of("Error: --psk-identity required if --psk used.");
        }
        if (settings.caFile != null && settings.caPath != null) {
            throw Checks.unsupported("--capath", "--cafile is given as well, put its certificates into the folder");
        }
        if (settings.psk != null) {
            throw Checks.unsupported("--psk", "Java has no TLS with pre-shared keys, use certificates");
        }
        if (settings.keyForm != null && !settings.keyForm.equals("pem")) {
            throw settings.keyForm.equals("engine")
                    ? Checks.unsupported("--keyform", "Java has no engines of OpenSSL, give the key in a PEM file")
                    : new UsageException(
                            "Error: Problem setting key form, it must be one of 'pem' or 'engine'.", Sequel.NONE);
        }
    }

    private void checkSession() throws UsageException {
        boolean named = settings.id != null;
        if (settings.version != MqttVersion.V5) {
            if (!settings.cleanSession && !named) {
                throw UsageException.of("Error: You must provide a client id if you are using the -c option.");
            }
            return;
        }
        if (!settings.cleanSession && settings.sessionExpirySeconds == Settings.NO_EXPIRY) {
            settings.sessionExpirySeconds = Settings.EXPIRY_NEVER;
        }
        if (settings.sessionExpirySeconds == Settings.EXPIRY_NEVER && !named) {
            throw UsageException.of(
                    "Error: You must provide a client id if you are using an infinite session expiry interval.");
        }
    }
}
