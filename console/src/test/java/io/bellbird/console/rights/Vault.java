package io.bellbird.console.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellbird.broker.security.HashMethod;
import io.bellbird.broker.security.PasswordHash;
import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.console.RestFixture;
import io.bellbird.console.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A broker that has a topic of which only some may know, with all that tells of it: what is retained, sessions, a queue, a
 * shared group, rights, a token, a dashboard and refusals. Ann may {@code rooms/#}, bob nothing, carol is an
 * administrator, and whoever has no name may read {@code lobby/#}.
 */
final class Vault implements AutoCloseable {
    static final String NAME = "vault";
    static final String ABOVE = "secret";
    static final String TOPIC = ABOVE + "/" + NAME;
    /** In each payload that is published there. */
    static final String PAYLOAD = "combination 4711";

    private static final String NOTHING = "nowhere";

    private final Path rights;
    private final RestFixture broker;
    private final List<MqttClient> clients = new ArrayList<>();
    private final MqttClient keeper;
    private final MqttClient cook;

    Vault(Path folder) throws IOException {
        rights = folder.resolve("rights");
        Files.writeString(
                rights,
                """
                topic read lobby/#
                user ann
                topic readwrite rooms/#
                user carol
                topic readwrite secret/vault
                topic readwrite rooms/#
                """);
        Path users = folder.resolve("users");
        Files.writeString(users, line("ann") + line("bob") + line("carol"));
        broker = new RestFixture(folder, settings -> settings.shards(2)
                .allowAnonymous(true)
                .passwordFile(users)
                .aclFile(rights)
                .adminUsers(Set.of("carol")));
        keeper = connect("vault-keeper", "carol");
        cook = connect("cook", "carol");
        fill();
    }

    private static String line(String user) {
        return user + ":" + PasswordHash.of(password(user).getBytes(UTF_8), new HashMethod.Sha512()) + "\n";
    }

    private static String password(String user) {
        return user + "'s own";
    }

    private void fill() {
        MqttClient sleeper = connect("sleeper", "carol");
        sleeper.subscribe(TOPIC, message -> {}).join();
        sleeper.close();
        keeper.subscribe(TOPIC, message -> {}).join();
        keeper.subscribe("$share/guards/" + TOPIC, message -> {}).join();
        carol().json("/api/tree"); // from now on the tree is watched
        publish(keeper, TOPIC, PAYLOAD + " at first", PublishOptions.QOS_1.retained());
        publish(keeper, TOPIC, PAYLOAD, PublishOptions.QOS_1.retained());
        publish(cook, "rooms/kitchen", "tea", PublishOptions.QOS_1.retained());
        MqttClient bob = connect("bobs-phone", "bob");
        bob.publish(TOPIC, "intruder", PublishOptions.QOS_1)
                .exceptionally(refused -> null)
                .join();
        carol().ask(
                        "POST",
                        "/api/tokens",
                        "{\"name\":\"vault-reader\",\"scopes\":[\"read\"],\"filters\":[\"" + TOPIC + "\"]}")
                .ok();
        carol().ask("PUT", "/api/dashboards/vault", "{\"tiles\":[{\"kind\":\"number\",\"topic\":\"" + TOPIC + "\"}]}")
                .ok();
        carol().ask("POST", "/api/bans", "{\"seconds\":600,\"client\":\"vault-thief\"}")
                .ok();
    }

    private MqttClient connect(String clientId, String user) {
        MqttClient client = MqttClient.builder(
                        "mqtt://127.0.0.1:" + broker.broker().port())
                .clientId(clientId)
                .credentials(user, password(user))
                .cleanStart(false)
                .sessionExpiry(Duration.ofHours(1))
                .build();
        clients.add(client);
        client.connect().join();
        return client;
    }

    private static void publish(MqttClient client, String topic, String payload, PublishOptions options) {
        client.publish(topic, payload, options).join();
    }

    /** A message on the topic, and then one that ann may see. */
    void publishBoth(String rooms) {
        publish(keeper, TOPIC, PAYLOAD, PublishOptions.QOS_1);
        publish(cook, "rooms/kitchen", rooms, PublishOptions.QOS_1);
    }

    /** A question about the topic becomes one about a topic that is not there. */
    static String nothingOf(String text) {
        return text.replace(NAME, NOTHING);
    }

    RestFixture broker() {
        return broker;
    }

    /** From now on ann may do this, and carol everything. */
    void reload(String linesOfAnn) throws Exception {
        Files.writeString(rights, "user ann\n" + linesOfAnn + "\nuser carol\ntopic readwrite #\n");
        broker.broker().reload(broker.broker().config());
    }

    // Those who ask

    RestClient anonymous() {
        return broker.rest().anonymous();
    }

    RestClient basic(String user) {
        String both = user + ":" + password(user);
        return anonymous().with("authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
    }

    /** A browser with a session, that sends what the page sends. */
    RestClient cookie(String user) {
        return browser("{\"name\":\"" + user + "\",\"password\":\"" + password(user) + "\"}")
                .with("x-bellbird", "console");
    }

    /** A browser with a session, and nothing else. */
    RestClient bareCookie(String user) {
        return browser("{\"name\":\"" + user + "\",\"password\":\"" + password(user) + "\"}");
    }

    private RestClient browser(String login) {
        String cookie =
                anonymous().ask("POST", "/api/login", login).ok().headers().get("set-cookie");
        return anonymous().with("cookie", cookie.replaceFirst(";.*", ""));
    }

    /** @param scopes as JSON writes them */
    RestClient token(String name, String scopes, String filter) {
        String made = "{\"name\":\"" + name + "\",\"scopes\":[" + scopes + "],\"filters\":[\"" + filter + "\"]}";
        String token = broker.rest()
                .ask("POST", "/api/tokens", made)
                .json()
                .path("token")
                .asText();
        return anonymous().with("authorization", "Bearer " + token);
    }

    RestClient carol() {
        return basic("carol");
    }

    /** Somebody by the words of a test's name. */
    RestClient who(String words) {
        return switch (words) {
            case "ann by basic" -> basic("ann");
            case "ann by cookie" -> cookie("ann");
            case "bob by basic" -> basic("bob");
            case "bob by cookie" -> cookie("bob");
            case "carol by basic" -> carol();
            case "carol by cookie" -> cookie("carol");
            case "the admin token" -> broker.rest();
            case "a token of rooms" -> token("rooms", "\"read\",\"publish\"", "rooms/#");
            case "a token that publishes" -> token("sensor", "\"publish\"", "rooms/#");
            case "a browser with a token of rooms" -> browserOf(token("rooms", "\"read\",\"publish\"", "rooms/#"));
            case "anonymous" -> anonymous();
            default -> throw new IllegalArgumentException(words);
        };
    }

    private RestClient browserOf(RestClient bearer) {
        return browser("{\"token\":\"" + bearer.header("authorization").replace("Bearer ", "") + "\"}")
                .with("x-bellbird", "console");
    }

    @Override
    public void close() {
        clients.forEach(MqttClient::close);
        broker.close();
    }
}
