package io.bellbird.app.doctor;

import io.bellbird.app.doctor.Endpoint.Transport;
import io.bellbird.app.doctor.MqttTalk.Login;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a stranger sees who comes to one port of a running broker: takes a few seconds, and leaves nothing behind. */
final class Visit {
    private static final String NAME = "bellbird-doctor";
    private static final long LISTEN_MILLIS = 1_500;
    /** What is retained comes at once, so that so much silence after the own message is the end of it. */
    private static final long SILENCE_MILLIS = 200;

    private final Endpoint endpoint;
    private final DefaultLogins logins;
    private final Instant now;
    private final String clientId = NAME
            + String.format(Locale.ROOT, "-%06x", ThreadLocalRandom.current().nextInt(1 << 24));
    private final List<Finding> findings = new ArrayList<>();
    private MqttVersion version = MqttVersion.V3_1_1;

    Visit(Endpoint endpoint, DefaultLogins logins, Instant now) {
        this.endpoint = endpoint;
        this.logins = logins;
        this.now = now;
    }

    /**
     * Comes, looks and goes.
     *
     * @throws IOException when nobody there speaks MQTT; the message says what happened instead
     */
    List<Finding> look() throws IOException, InterruptedException {
        checkOpen();
        for (Transport transport : endpoint.transports()) {
            Door door = new Door(endpoint, transport);
            Optional<ReasonCode> answer = knock(door);
            if (transport == Transport.TLS) {
                lookAtTls(door);
            }
            if (answer.isPresent()) {
                lookAround(door, answer.get());
            }
            if (answer.isPresent() || !door.chain().isEmpty() || !findings.isEmpty()) {
                return findings;
            }
        }
        throw new IOException("who answers there speaks no MQTT");
    }

    private void checkOpen() throws IOException {
        try (Socket socket = new Door(endpoint, Transport.TCP).openPlain()) {
            socket.shutdownOutput();
        } catch (IOException closed) {
            throw new IOException("nobody answers there (" + closed.getMessage() + ")", closed);
        }
    }

    /** The answer to CONNECT without a name; empty when there is none. */
    private Optional<ReasonCode> knock(Door door) {
        Optional<ReasonCode> answer = connect(door, null);
        if (answer.equals(Optional.of(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION))) {
            version = MqttVersion.V5;
            return connect(door, null);
        }
        return answer;
    }

    private Optional<ReasonCode> connect(Door door, @Nullable Login login) {
        try (MqttTalk talk = new MqttTalk(door.open(), version)) {
            return talk.connect(clientId, login);
        } catch (IOException other) { // TLS where there is none, or a certificate that is asked for
            return Optional.empty();
        }
    }

    private void lookAtTls(Door door) {
        if (!door.chain().isEmpty()) {
            findings.addAll(CertificateFindings.of(
                    door.chain(),
                    endpoint.toString(),
                    Optional.of(endpoint.host()).filter(host -> !endpoint.configured()),
                    now));
        }
        List<String> old = OldHello.accepted(door);
        if (!old.isEmpty()) {
            findings.add(Finding.of(
                    Kind.OLD_TLS,
                    endpoint.toString(),
                    "it speaks " + String.join(" and ", old) + ", which are broken: who is on the way may read along",
                    "tls_version tlsv1.2"));
        }
    }

    private void lookAround(Door door, ReasonCode answer) throws IOException, InterruptedException {
        boolean entered = answer == ReasonCode.SUCCESS;
        if (entered && endpoint.strangers()) {
            walkAround(door);
        }
        boolean anything = logins.takesAnything(login -> connect(door, login), clientId);
        if (anything && !entered) {
            findings.add(Finding.of(
                    Kind.UNPROVEN_NAMES,
                    endpoint.toString(),
                    "it takes any user name with any password: a stranger can be whoever it likes",
                    "password_file " + endpoint.passwordFile(),
                    "bellbird passwd -c " + ShellWord.of(endpoint.passwordFile()) + " NAME"));
        }
        if (!anything) {
            logins.thatGetIn(login -> connect(door, login)).forEach(this::addDefault);
        }
        if (!entered && isReadOnTheWay(door)) {
            findings.add(Finding.of(
                    Kind.NO_TLS,
                    endpoint.toString(),
                    "it asks for passwords without TLS: who is on the way can read them",
                    "certfile /etc/bellbird/server.pem",
                    "keyfile /etc/bellbird/server-key.pem"));
        }
    }

    private boolean isReadOnTheWay(Door door) {
        return door.chain().isEmpty() && !endpoint.configured() && Reach.isPublic(endpoint.host());
    }

    private void addDefault(Login login) {
        findings.add(Finding.of(
                Kind.DEFAULT_PASSWORD,
                endpoint.toString(),
                "user " + login.user() + " gets in with the password " + login.password()
                        + ", which strangers try first",
                "bellbird passwd " + ShellWord.of(endpoint.passwordFile()) + " " + login.user()));
    }

    /** What can be read and written without a name. */
    private void walkAround(Door door) throws IOException {
        String own = NAME + "/" + clientId;
        Set<String> topics = new HashSet<>();
        try (MqttTalk talk = new MqttTalk(door.open(), version)) {
            if (!talk.connect(clientId, null).equals(Optional.of(ReasonCode.SUCCESS))) {
                return;
            }
            talk.subscribe("#", "$SYS/#");
            talk.publish(own);
            listen(talk, own, topics);
        }
        boolean echo = topics.remove(own);
        boolean sys = topics.removeIf(topic -> topic.startsWith("$SYS/"));
        findings.add(Finding.of(
                echo ? Kind.OPEN_BROKER : Kind.ANONYMOUS_ENTERS,
                endpoint.toString(),
                "it lets everybody in without a name, who can "
                        + (echo ? "read and write every topic" : "look around, though not write and read everything")
                        + "; messages on " + topics.size() + " other topics came meanwhile",
                "allow_anonymous false",
                "password_file " + endpoint.passwordFile()));
        if (sys) {
            findings.add(Finding.of(
                    Kind.SYS_READABLE,
                    endpoint.toString(),
                    "everybody without a name can read $SYS: the version of the broker, and how much it has to do",
                    "allow_anonymous false",
                    "sys_interval 0"));
        }
    }

    private static void listen(MqttTalk talk, String own, Set<String> topics) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LISTEN_MILLIS);
        Optional<String> topic = Optional.of("");
        while (topic.isPresent()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            topic = talk.receive(topics.contains(own) ? Math.min(millis, SILENCE_MILLIS) : millis);
            topic.ifPresent(topics::add);
        }
    }
}
