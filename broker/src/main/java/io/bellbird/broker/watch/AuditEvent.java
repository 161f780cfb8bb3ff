package io.bellbird.broker.watch;

import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that security is about. docs/audit.md lists what there is.
 *
 * @param kind what happened
 * @param fields what is known of it, each with a name of {@link Kind#fields}, in that order
 */
public record AuditEvent(Kind kind, List<Field> fields) {

    public AuditEvent {
        fields = List.copyOf(fields);
        assert fields.stream().allMatch(field -> kind.fields().contains(field.name)) : kind;
    }

    /** What can happen. */
    public enum Kind {
        STARTED("started", "version"),
        STOPPED("stopped", ""),
        CONNECTED("connected", "client user address listener version"),
        DISCONNECTED("disconnected", "client user address listener by code reason why"),
        REFUSED("refused", "what client user address listener topic code reason rule"),
        BANNED("banned", "address failures seconds"),
        BAN_ENDED("ban_ended", "address"),
        BAN_LIFTED("ban_lifted", "address"),
        RELOADED("reloaded", "accepted why"),
        TRACE_BEGAN("trace_began", "principal address client topic"),
        TRACE_ENDED("trace_ended", "principal address client topic"),
        ADMIN("admin", "principal kind address method path about status"),
        LOST("lost", "count");

        private final String word;
        private final String fields;

        /** @param fields names with a blank between them */
        Kind(String word, String fields) {
            this.word = word;
            this.fields = fields;
        }

        /** As it stands in the file. */
        public String word() {
            return word;
        }

        /** The names of what may be known of it. */
        public List<String> fields() {
            return fields.isEmpty() ? List.of() : List.of(fields.split(" ", -1));
        }
    }

    /**
     * One thing that is known.
     *
     * @param value a text, a number or a truth
     */
    public record Field(String name, Object value) {}

    /**
     * Who it is about.
     *
     * @param client its id; empty when it is not known
     * @param user null when it has no name
     * @param address that it comes from
     * @param listener that it came to; empty when that is not known
     */
    public record Peer(String client, @Nullable String user, String address, String listener) {}

    /**
     * Who follows what.
     *
     * @param principal who that is; null for him who has the token of the admin listener
     * @param address of his
     * @param client whom he follows; null for all
     * @param topic or filter; null for all
     */
    public record Follower(
            @Nullable String principal, String address, @Nullable String client, @Nullable String topic) {
        private Fields fields() {
            return new Fields()
                    .add("principal", principal)
                    .add("address", address)
                    .add("client", client)
                    .add("topic", topic);
        }
    }

    /** Collects what is known, and leaves out what is not. */
    private static final class Fields {
        private final List<Field> known = new ArrayList<>();

        Fields add(String name, @Nullable Object value) {
            if (value != null && !value.equals("")) {
                known.add(new Field(name, value));
            }
            return this;
        }

        Fields add(Peer peer) {
            return add("client", peer.client)
                    .add("user", peer.user)
                    .add("address", peer.address)
                    .add("listener", peer.listener);
        }

        AuditEvent of(Kind kind) {
            return new AuditEvent(kind, known);
        }
    }

    /** The broker accepts clients. */
    public static AuditEvent started(String version) {
        return new Fields().add("version", version).of(Kind.STARTED);
    }

    /** The broker has stopped. */
    public static AuditEvent stopped() {
        return new Fields().of(Kind.STOPPED);
    }

    /** A client was accepted. */
    public static AuditEvent connected(Peer peer, MqttVersion version) {
        return new Fields().add(peer).add("version", version.name()).of(Kind.CONNECTED);
    }

    /** A client that was accepted is gone. */
    public static AuditEvent disconnected(Peer peer, ConnectionEnd how, ReasonCode reason, String why) {
        return new Fields()
                .add(peer)
                .add("by", Words.of(how))
                .add("code", code(reason))
                .add("reason", Words.ofEnd(reason))
                .add("why", why)
                .of(Kind.DISCONNECTED);
    }

    /**
     * A client may not do something.
     *
     * @param what connect, publish, subscribe, receive, will or login
     * @param topic or filter; empty when it is about none
     * @param rule why, with the file and line where that is known
     */
    public static AuditEvent refused(String what, Peer peer, String topic, ReasonCode reason, String rule) {
        return new Fields()
                .add("what", what)
                .add(peer)
                .add("topic", topic)
                .add("code", code(reason))
                .add("reason", reason.name())
                .add("rule", rule)
                .of(Kind.REFUSED);
    }

    /** Nobody is let in from an address for a while. */
    public static AuditEvent banned(String address, int failures, long seconds) {
        return new Fields()
                .add("address", address)
                .add("failures", failures)
                .add("seconds", seconds)
                .of(Kind.BANNED);
    }

    /** Its time has passed, or there are no bans any more. */
    public static AuditEvent banEnded(String address) {
        return new Fields().add("address", address).of(Kind.BAN_ENDED);
    }

    /** Somebody who runs the broker has ended it. */
    public static AuditEvent banLifted(String address) {
        return new Fields().add("address", address).of(Kind.BAN_LIFTED);
    }

    /**
     * The configuration was read again.
     *
     * @param why it does not hold; empty when it does
     */
    public static AuditEvent reloaded(String why) {
        return new Fields().add("accepted", why.isEmpty()).add("why", why).of(Kind.RELOADED);
    }

    /** Somebody follows a client, or topics. */
    public static AuditEvent traceBegan(Follower follower) {
        return follower.fields().of(Kind.TRACE_BEGAN);
    }

    /** And does so no longer. */
    public static AuditEvent traceEnded(Follower follower) {
        return follower.fields().of(Kind.TRACE_ENDED);
    }

    /**
     * Somebody asked for a change over HTTP.
     *
     * @param principal who that is; empty when that is not known
     * @param kind what sort of principal; empty when that is not known
     * @param address of his
     * @param path with what follows the question mark; what is secret is never there
     * @param about what the path does not say of it, without secrets; may be empty
     * @param status that he was answered with: below 300 it was done
     */
    public static AuditEvent admin(
            String principal, String kind, String address, String method, String path, String about, int status) {
        return new Fields()
                .add("principal", principal)
                .add("kind", kind)
                .add("address", address)
                .add("method", method)
                .add("path", path)
                .add("about", about)
                .add("status", status)
                .of(Kind.ADMIN);
    }

    /** Events are missing here. */
    static AuditEvent lost(long count) {
        return new Fields().add("count", count).of(Kind.LOST);
    }

    private static String code(ReasonCode reason) {
        return String.format("0x%02X", reason.code());
    }

    /** One line of JSON, with its end. */
    String line(Instant time) {
        StringBuilder json = new StringBuilder("{\"time\":\"").append(time).append("\",\"event\":\"");
        json.append(kind.word).append('"');
        for (Field field : fields) {
            json.append(",\"").append(field.name).append("\":");
            if (field.value instanceof String text) {
                json.append('"').append(LogText.line(text)).append('"');
            } else {
                json.append(field.value);
            }
        }
        return json.append("}\n").toString();
    }
}
