package io.bellbird.app.pubsub;

import io.bellbird.app.pubsub.Settings.Source;
import io.bellbird.codec.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options: their names, who has them, what they do, and what is said when what follows is missing. In the order in
 * which help shows them.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable, and what options do has no state
enum Option {
    HOST(
            "-h --host",
            "HOST",
            "no host specified",
            "The broker's host or address. Without it: localhost.",
            (to, text) -> {
                to.host = text;
                to.unixSocket = false;
            }),
    PORT("-p --port", "PORT", "no port specified", "The port. Without it: 1883, with TLS 8883.", (to, text) -> {
        to.port = Checks.port(text);
    }),
    UNIX(
            "--unix",
            "PATH",
            "no socket path specified",
            "The Unix socket of the broker, instead of a host.",
            (to, text) -> {
                to.host = text;
                to.unixSocket = true;
            }),
    WEB_SOCKET("--ws", "Speaks MQTT in WebSocket frames, on path /mqtt.", (to, none) -> to.webSocket = true),
    URL(
            "-L --url",
            "URL",
            "no URL specified",
            "mqtt(s)://[NAME[:PASSWORD]@]HOST[:PORT]/TOPIC, or ws(s):// instead: host, user and topic in one.",
            BrokerUrl::read,
            "-L"),
    USERNAME("-u --username", "NAME", "no username specified", "The user name.", (to, text) -> to.username = text),
    PASSWORD("-P --pw", "PASSWORD", "no password specified", "The password.", (to, text) -> to.password = text),
    ID("-i --id", "ID", "no id specified", "The client id. Without it: a random one.", (to, text) -> {
        Checks.oneId(to.idPrefix);
        to.id = text;
    }),
    ID_PREFIX(
            "-I --id-prefix",
            "PREFIX",
            "no id prefix specified",
            "The client id is this and the process id.",
            (to, text) -> {
                Checks.oneId(to.id);
                to.idPrefix = text;
            }),
    TOPIC(
            "-t --topic",
            "TOPIC",
            "no topic specified",
            "The topic; for sub a filter, as often as wanted.",
            (to, text) -> {
                Checks.addTopic(to, text, "-t");
            }),
    RESPONSE_TOPIC(
            "-e",
            "TOPIC",
            "no response topic specified",
            "Where the response is expected.",
            (to, text) -> {
                to.responseTopic = Checks.responseTopic(text);
            },
            Tool.RR),
    MESSAGE(
            "-m --message",
            "TEXT",
            "no message specified",
            "The message.",
            (to, text) -> {
                Checks.oneSource(to, Source.ARGUMENT);
                to.message = Bytes.utf8(text);
            },
            Tool.PUB,
            Tool.RR),
    FILE(
            "-f --file",
            "FILE",
            "no file specified",
            "The message is what is in the file.",
            (to, text) -> {
                Checks.oneSource(to, Source.FILE);
                to.file = text;
            },
            Tool.PUB,
            Tool.RR),
    INPUT_LINES(
            "-l --stdin-line",
            "Each line of the standard input is a message.",
            (to, none) -> {
                Checks.oneSource(to, Source.INPUT_LINES);
            },
            Tool.PUB),
    INPUT(
            "-s --stdin-file",
            "The message is the whole standard input.",
            (to, none) -> {
                Checks.oneSource(to, Source.INPUT);
            },
            Tool.PUB,
            Tool.RR),
    NULL(
            "-n --null-message",
            "The message is empty.",
            (to, none) -> {
                Checks.oneSource(to, Source.NULL);
            },
            Tool.PUB,
            Tool.RR),
    QOS("-q --qos", "QOS", "no QoS specified", "0, 1 or 2. Without it: 0.", (to, text) -> {
        to.qos = Checks.qos(text, "QoS given:", UsageException.Sequel.HINT);
    }),
    RETAIN(
            "-r --retain",
            "The broker keeps the message for those who subscribe later.",
            (to, none) -> {
                to.retain = true;
            },
            Tool.PUB),
    REPEAT(
            "--repeat",
            "N",
            "no count specified",
            "Publishes the message so often.",
            (to, text) -> {
                to.repeat = Checks.repeat(text);
            },
            Tool.PUB),
    REPEAT_DELAY(
            "--repeat-delay",
            "SECONDS",
            "no time specified",
            "Waits so long between two of them.",
            (to, text) -> {
                to.repeatDelay = Checks.repeatDelay(text);
            },
            Tool.PUB),
    FILTER_OUT(
            "-T --filter-out",
            "FILTER",
            "no topic filter specified",
            "Leaves out what this matches.",
            (to, text) -> {
                to.withoutFilters.add(Checks.filter(text, "-T", "filter"));
            },
            Tool.SUB),
    UNSUBSCRIBE(
            "-U --unsubscribe",
            "FILTER",
            "no unsubscribe topic specified",
            "Gives up this filter.",
            (to, text) -> {
                to.unsubscribed.add(Checks.filter(text, "-U", "unsubscribe"));
            },
            Tool.SUB),
    COUNT(
            "-C",
            "N",
            "no count specified",
            "Ends after so many messages.",
            (to, text) -> {
                to.count = Checks.positive(text, "message count");
            },
            Tool.SUB),
    EXIT(
            "-E",
            "Ends when the broker has granted the subscriptions.",
            (to, none) -> {
                to.exitAfterSubscribing = true;
            },
            Tool.SUB),
    TIMEOUT(
            "-W",
            "SECONDS",
            "no timeout specified",
            "Ends after that time, with exit code 27.",
            (to, text) -> {
                to.timeoutSeconds = Checks.positive(text, "timeout");
            },
            Tool.SUB,
            Tool.RR),
    NO_RETAINED(
            "-R",
            "Leaves out messages that the broker had retained.",
            (to, none) -> {
                to.noRetained = true;
            },
            Tool.SUB,
            Tool.RR),
    RETAINED_ONLY(
            "--retained-only",
            "Takes retained messages, and ends with the first other one.",
            (to, none) -> {
                to.retainedOnly = true;
            },
            Tool.SUB),
    REMOVE_RETAINED(
            "--remove-retained",
            "Deletes the retained messages that come.",
            (to, none) -> {
                to.removeRetained = true;
            },
            Tool.SUB),
    RETAIN_AS_PUBLISHED(
            "--retain-as-published",
            "Messages keep their retain flag; MQTT 5.",
            (to, none) -> {
                to.retainAsPublished = true;
            },
            Tool.SUB,
            Tool.RR),
    RANDOM_FILTER(
            "--random-filter",
            "PERCENT",
            "no chance specified",
            "Prints so many of 100 messages.",
            (to, text) -> {
                to.randomPercent = Checks.percent(text);
            },
            Tool.SUB),
    FORMAT(
            "-F",
            "FORMAT",
            "no format specified",
            "How a message is printed: %t %p, %j and others, see the manual.",
            (to, text) -> {
                to.format = MessageFormat.parse(text);
            },
            Tool.SUB,
            Tool.RR),
    VERBOSE(
            "-v --verbose",
            "Prints the topic before each message.",
            (to, none) -> {
                to.verbose = true;
            },
            Tool.SUB,
            Tool.RR),
    NO_END_OF_LINE(
            "-N",
            "Prints no end of line after a message.",
            (to, none) -> {
                to.endOfLine = false;
            },
            Tool.SUB,
            Tool.RR),
    PRETTY(
            "--pretty",
            "Prints JSON over several lines; without -F also topic and time.",
            (to, none) -> {
                to.pretty = true;
            },
            Tool.SUB,
            Tool.RR),
    COLOR(
            "--color",
            "Prints in colour also when the output is no terminal.",
            (to, none) -> {
                to.color = true;
            },
            Tool.SUB,
            Tool.RR),
    KEEP_ALIVE("-k --keepalive", "SECONDS", "no keepalive specified", "The keep-alive. Without it: 60.", (to, text) -> {
        to.keepAliveSeconds = Checks.keepAlive(text);
    }),
    VERSION(
            "-V --protocol-version",
            "VERSION",
            "no version specified",
            "mqttv31, mqttv311 or mqttv5. Without it: mqttv311, for rr mqttv5.",
            (to, text) -> to.version = Checks.version(text),
            "--protocol-version"),
    KEEP_SESSION("-c --disable-clean-session", "Goes on with an earlier session, which is kept.", (to, none) -> {
        to.cleanSession = false;
    }),
    SESSION_EXPIRY(
            "-x",
            "SECONDS",
            "no session expiry interval specified",
            "How long the broker keeps the session; MQTT 5.",
            (to, text) -> {
                to.sessionExpirySeconds = Checks.sessionExpiry(text);
            }),
    MAX_INFLIGHT(
            "-M",
            "N",
            "max_inflight not specified",
            "Messages on their way at the same time. Without it: 20.",
            (to, text) -> {
                to.maxInflight = Checks.maxInflight(text);
            }),
    BIND("-A", "ADDRESS", "no address specified", "The address of this machine to connect from.", (to, text) -> {
        to.bindAddress = text;
    }),
    NO_DELAY("--nodelay", "Changes nothing: packets are never held back.", (to, none) -> {}),
    PROXY("--proxy", "URL", "no proxy url specified", "Not there: SOCKS proxies are not supported.", (to, text) -> {
        throw Checks.unsupported("--proxy", "SOCKS proxies are not supported, use a tunnel such as 'ssh -L'");
    }),
    WILL_TOPIC("--will-topic", "TOPIC", "no will topic specified", "The topic of the will.", (to, text) -> {
        to.willTopic = Checks.willTopic(text);
    }),
    WILL_PAYLOAD("--will-payload", "TEXT", "no will payload specified", "The message of the will.", (to, text) -> {
        to.willPayload = Bytes.utf8(text);
    }),
    WILL_QOS("--will-qos", "QOS", "no will QoS specified", "The QoS of the will.", (to, text) -> {
        to.willQos = Checks.qos(text, "will QoS", UsageException.Sequel.BLANK_AND_HINT);
    }),
    WILL_RETAIN("--will-retain", "The broker keeps the will.", (to, none) -> to.willRetain = true),
    CA_FILE(
            "--cafile",
            "FILE",
            "no file specified",
            "Certificates (PEM) to trust; turns TLS on.",
            (to, text) -> to.caFile = text),
    CA_PATH(
            "--capath",
            "FOLDER",
            "no directory specified",
            "A folder of such files; turns TLS on.",
            (to, text) -> to.caPath = text),
    OS_CERTIFICATES("--tls-use-os-certs", "Trusts what the system trusts; turns TLS on.", (to, none) -> {
        to.osCertificates = true;
    }),
    CERTIFICATE(
            "--cert",
            "FILE",
            "no file specified",
            "The certificate (PEM) of the client.",
            (to, text) -> to.certFile = text),
    KEY("--key", "FILE", "no file specified", "The private key (PEM) of the client.", (to, text) -> to.keyFile = text),
    KEY_FORM(
            "--keyform",
            "FORM",
            "no keyform specified",
            "pem, the only form there is.",
            (to, text) -> to.keyForm = text),
    TLS_VERSION(
            "--tls-version",
            "VERSION",
            "no version specified",
            "The oldest to speak: tlsv1.2 or tlsv1.3.",
            (to, text) -> {
                to.tlsVersion = text;
            }),
    ALPN(
            "--tls-alpn",
            "PROTOCOL",
            "no protocol specified",
            "The protocol to ask for in TLS.",
            (to, text) -> to.alpn = text),
    CIPHERS(
            "--ciphers",
            "LIST",
            "no ciphers specified",
            "Cipher suites of TLS 1.2 by name, between colons.",
            (to, text) -> {
                to.ciphers = text;
            }),
    INSECURE(
            "--insecure",
            "Does not compare the name in the certificate with the host.",
            (to, none) -> to.insecure = true),
    PSK(
            "--psk",
            "KEY",
            "no key specified",
            "Not there: Java has no TLS with pre-shared keys.",
            (to, text) -> to.psk = text),
    PSK_IDENTITY("--psk-identity", "NAME", "no identity specified", "Not there, as --psk.", (to, text) -> {
        to.pskIdentity = text;
    }),
    ENGINE(
            "--tls-engine",
            "ENGINE",
            "no engine_id specified",
            "Not there: Java has no engines of OpenSSL.",
            (to, text) -> {
                throw Checks.unsupported("--tls-engine", "Java has no engines of OpenSSL, give the key in a file");
            }),
    ENGINE_PASSWORD(
            "--tls-engine-kpass-sha1", "SHA1", "no kpass sha1 specified", "Not there, as --tls-engine.", (to, text) -> {
                throw Checks.unsupported(
                        "--tls-engine-kpass-sha1", "Java has no engines of OpenSSL, give the key in a file");
            }),
    DEBUG("-d --debug", "Prints the packets that are sent and received.", (to, none) -> to.debug = true),
    QUIET("--quiet", "Prints no errors.", (to, none) -> to.quiet = true);

    /** What the property option is called; it takes more than one word, and so is none of these. */
    static final List<String> PROPERTY_NAMES = List.of("-D", "--property");

    private static final Map<String, Option> BY_NAME = new HashMap<>();

    static {
        for (Option option : values()) {
            option.names.forEach(name -> BY_NAME.put(name, option));
        }
    }

    final List<String> names;
    /** What follows, for help; empty: nothing. */
    final String argument;

    final String description;
    /** When what follows is missing. */
    private final String missing;

    private final String nameInErrors;
    private final Effect effect;
    private final List<Tool> tools;

    /** What an option does. */
    private interface Effect {
        /** @param text what follows the option; "" when nothing does */
        void apply(Settings to, String text) throws UsageException;
    }

    Option(String names, String description, Effect effect, Tool... tools) {
        this(names, "", "", description, effect, null, tools);
    }

    Option(String names, String argument, String missing, String description, Effect effect, Tool... tools) {
        this(names, argument, missing, description, effect, null, tools);
    }

    Option(
            String names,
            String argument,
            String missing,
            String description,
            Effect effect,
            @Nullable String nameInErrors,
            Tool... tools) {
        this.names = List.of(names.split(" ", -1));
        this.argument = argument;
        this.missing = missing;
        this.description = description;
        this.effect = effect;
        this.nameInErrors = nameInErrors == null ? this.names.get(0) : nameInErrors;
        this.tools = tools.length == 0 ? List.of(Tool.values()) : List.of(tools);
    }

    /** The one of that name, if the command has it. */
    static @Nullable Option named(String name, Tool tool) {
        Option option = BY_NAME.get(name);
        return option != null && option.isFor(tool) ? option : null;
    }

    boolean isFor(Tool tool) {
        return tools.contains(tool);
    }

    boolean takesArgument() {
        return !argument.isEmpty();
    }

    void apply(Settings to, String text) throws UsageException {
        effect.apply(to, text);
    }

    UsageException withoutArgument() {
        return UsageException.spaced("Error: " + nameInErrors + " argument given but " + missing + ".");
    }
}
