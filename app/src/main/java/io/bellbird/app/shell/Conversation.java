package io.bellbird.app.shell;

import io.bellbird.client.ClientOptions;
import io.bellbird.client.Connected;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.client.SubscribeOptions;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was said so far, and what a line means. Used by the thread that reads lines. */
final class Conversation implements AutoCloseable {
    private static final List<String> HELP = List.of(
            "connect [BROKER]           connects: HOST, HOST:PORT or a URI",
            "disconnect                 disconnects",
            "sub [-q QOS] FILTER        subscribes",
            "unsub FILTER               gives a subscription up",
            "pub [-q QOS] [-r] TOPIC [PAYLOAD]   publishes; the payload is the rest of the line, -r retains it",
            "ls [TOPIC]                 the topics that were seen: how many messages, and the last",
            "get TOPIC                  the last value of a topic",
            "watch, quiet               prints messages as they come, or does not",
            "wait COUNT [SECONDS]       waits for so many messages, 10 s if nothing is said",
            "help                       this",
            "exit                       leaves");
    private static final List<String> COMMANDS = List.of(
            "connect", "disconnect", "sub", "unsub", "pub", "ls", "get", "watch", "quiet", "wait", "help", "exit");
    private static final List<String> WITH_TOPIC = List.of("sub", "pub", "ls", "get");
    private static final int WAIT_SECONDS = 10;

    private final Function<String, ClientOptions.Builder> clients;
    private final SeenTopics seen = new SeenTopics();
    private final Set<String> filters = new TreeSet<>();
    private final Semaphore arrived = new Semaphore(0);
    private volatile boolean watching = true;
    private volatile @Nullable Screen screen;
    private @Nullable MqttClient client;
    private String broker = "";
    private boolean failed;

    /** @param clients begins a client of a broker; "" is the one of the command line */
    Conversation(Function<String, ClientOptions.Builder> clients) {
        this.clients = clients;
    }

    /** Reads lines and does what they say, until the end. */
    void hold(Screen on) throws InterruptedException {
        screen = on;
        boolean goesOn = true;
        while (goesOn) {
            var line = on.nextLine();
            goesOn = line.isPresent() && understand(line.get().strip());
        }
    }

    /** Whether anything went wrong. */
    boolean hasFailed() {
        return failed;
    }

    /** Where it is connected, for people. */
    String prompt() {
        return broker.isEmpty() ? "bellbird> " : broker + "> ";
    }

    /** Connects at the beginning, as the command line says. */
    void begin(Screen on) throws InterruptedException {
        screen = on;
        understand("connect");
    }

    /** What may stand in place of the last word of a line. */
    Stream<String> completions(String line) {
        int space = line.lastIndexOf(' ');
        String word = line.substring(space + 1);
        if (space < 0) {
            return COMMANDS.stream().filter(command -> command.startsWith(word));
        }
        String command = line.strip().split("\\s+", 2)[0];
        if (command.equals("unsub")) {
            return filters.stream().filter(filter -> filter.startsWith(word));
        }
        return WITH_TOPIC.contains(command) ? seen.beginningWith(word) : Stream.empty();
    }

    /** @return false to leave */
    private boolean understand(String line) throws InterruptedException {
        if (line.isEmpty() || line.startsWith("#")) {
            return true;
        }
        String[] parts = line.split("\\s+", 2);
        try {
            return run(parts[0], parts.length == 1 ? "" : parts[1]);
        } catch (CompletionException failure) {
            complain(String.valueOf(
                    failure.getCause() == null
                            ? failure.getMessage()
                            : failure.getCause().getMessage()));
        } catch (IllegalArgumentException wrong) {
            complain(String.valueOf(wrong.getMessage()));
        }
        return true;
    }

    private boolean run(String command, String rest) throws InterruptedException {
        switch (command) {
            case "connect" -> connect(rest);
            case "disconnect" -> disconnect();
            case "sub" -> subscribe(new Arguments(rest));
            case "unsub" -> unsubscribe(rest);
            case "pub" -> publish(new Arguments(rest));
            case "ls" -> seen.tree(rest).forEach(this::print);
            case "get" ->
                print(seen.last(rest)
                        .orElseThrow(() -> new IllegalArgumentException("nothing has come on '" + rest + "' yet")));
            case "watch" -> watching = true;
            case "quiet" -> watching = false;
            case "wait" -> await(new Arguments(rest));
            case "help" -> HELP.forEach(this::print);
            case "exit", "quit" -> {
                return false;
            }
            default -> throw new IllegalArgumentException("there is no '" + command + "': help lists what there is");
        }
        return true;
    }

    private void connect(String to) {
        disconnect();
        MqttClient made = clients.apply(to).listener(new Told()).build();
        try {
            Connected connected = made.connect().join();
            client = made;
            broker = connected.broker();
            print("connected to " + broker + " with " + connected.version() + " as " + connected.clientId());
        } catch (CompletionException failure) {
            made.close();
            throw failure;
        }
    }

    private void disconnect() {
        MqttClient open = client;
        if (open != null) {
            client = null;
            broker = "";
            filters.clear();
            open.close();
        }
    }

    private MqttClient client() {
        if (client == null) {
            throw new IllegalArgumentException("not connected: connect BROKER");
        }
        return client;
    }

    private void subscribe(Arguments arguments) {
        Qos qos = arguments.qos;
        String filter = arguments.required("a filter, such as home/#");
        if (!filters.add(filter)) {
            throw new IllegalArgumentException(filter + " is subscribed to already");
        }
        try {
            join(client().subscribe(filter, SubscribeOptions.of(qos), this::onMessage));
        } catch (CompletionException | IllegalArgumentException refused) {
            filters.remove(filter);
            throw refused;
        }
    }

    private void unsubscribe(String filter) {
        join(client().unsubscribe(filter));
        filters.remove(filter);
    }

    private void publish(Arguments arguments) {
        String topic = arguments.required("a topic");
        PublishOptions how = PublishOptions.of(arguments.qos);
        join(client().publish(topic, Bytes.utf8(arguments.rest), arguments.retain ? how.retained() : how));
    }

    private static void join(CompletableFuture<?> done) {
        done.join();
    }

    private void await(Arguments arguments) throws InterruptedException {
        int count = number(arguments.required("how many messages to wait for"));
        int seconds = arguments.rest.isEmpty() ? WAIT_SECONDS : number(arguments.rest);
        if (!arrived.tryAcquire(count, seconds, TimeUnit.SECONDS)) {
            throw new IllegalArgumentException(
                    "only " + arrived.drainPermits() + " of " + count + " messages came within " + seconds + " s");
        }
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("'" + text + "' is no number");
        }
        return Integer.parseInt(text);
    }

    private void onMessage(Message message) {
        seen.note(message);
        if (watching) {
            print(message.topic() + " " + message.text());
        }
        arrived.release();
    }

    private void complain(String text) {
        failed = true;
        print("error: " + text);
    }

    private void print(String line) {
        Screen on = screen;
        if (on != null) {
            on.print(Shown.of(line));
        }
    }

    @Override
    public void close() {
        disconnect();
    }

    /** Says when the connection breaks and comes back. */
    private final class Told implements ConnectionListener {
        private boolean lost;

        @Override
        public void onConnected(Connected connected) {
            if (lost) {
                print("connected again");
            }
            lost = false;
        }

        @Override
        public void onDisconnected(Disconnected disconnected) {
            lost = disconnected.retryAfter().isPresent();
            if (lost) {
                print("connection lost: " + disconnected.explanation());
            }
        }
    }

    /** Options, a word, and the rest of the line. */
    private static final class Arguments {
        private Qos qos = Qos.AT_MOST_ONCE;
        private boolean retain;
        private final String first;
        private final String rest;

        Arguments(String text) {
            List<String> words = new ArrayList<>(List.of(text.split("\\s+", 2)));
            String left = text;
            while (words.get(0).equals("-q") || words.get(0).equals("-r")) {
                left = words.size() == 1 ? "" : words.get(1);
                if (words.get(0).equals("-r")) {
                    retain = true;
                } else {
                    String[] level = left.split("\\s+", 2);
                    if (!level[0].matches("[012]")) {
                        throw new IllegalArgumentException("-q is followed by 0, 1 or 2, not '" + level[0] + "'");
                    }
                    qos = Qos.of(Integer.parseInt(level[0]));
                    left = level.length == 1 ? "" : level[1];
                }
                words = List.of(left.split("\\s+", 2));
            }
            first = words.get(0);
            rest = words.size() == 1 ? "" : words.get(1);
        }

        String required(String what) {
            if (first.isEmpty()) {
                throw new IllegalArgumentException("it needs " + what);
            }
            return first;
        }
    }
}
