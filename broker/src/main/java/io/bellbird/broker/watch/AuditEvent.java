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
        BAN_LIFTED("ban_lifted", "address client principal"),
        BAN_ADDED("ban_added", "address client seconds principal"),
        CLIENT_DISCONNECTED("client_disconnected", "client why principal"),
        SESSION_ENDED("session_ended", "client principal"),
        SUBSCRIPTION_ADDED("subscription_added", "client topic qos principal"),
        SUBSCRIPTION_REMOVED("subscription_removed", "client topic principal"),
        DRAIN_BEGAN("drain_began", "seconds principal"),
        DRAIN_ENDED("drain_ended", "principal"),
        RELOAD_ASKED("reload_asked", "by address"),
        RELOADED("reloaded", "accepted why"),
        USER_ADDED("user_added", "by user file"),
        USER_CHANGED("user_changed", "by user file"),
        USER_REMOVED("user_removed", "by user file"),
        RIGHTS_CHANGED("rights_changed", "by file"),
        TRACE_BEGAN("trace_began", "address client topic principal"),
        TRACE_ENDED("trace_ended", "address client topic principal"),
        ADMIN("admin", "principal kind address method path status"),
        DASHBOARD_SAVED("dashboard_saved", "dashboard principal"),
        DASHBOARD_DELETED("dashboard_deleted", "dashboard principal"),
        PUBLISHED("published", "user address topic retained count"),
        CLEARED("cleared", "user address topic count"),
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
     * Somebody wants the configuration to be read again.
     *
     * @param by his name
     * @param address of his
     */
    public static AuditEvent reloadAsked(String by, String address) {
        return new Fields().add("by", by).add("address", address).of(Kind.RELOAD_ASKED);
    }

    /**
     * The configuration was read again.
     *
     * @param why it does not hold; empty when it does
     */
    public static AuditEvent reloaded(String why) {
        return new Fields().add("accepted", why.isEmpty()).add("why", why).of(Kind.RELOADED);
    }

    /**
     * Somebody has added, changed or removed a user of a password file.
     *
     * @param kind USER_ADDED, USER_CHANGED or USER_REMOVED
     */
    public static AuditEvent user(Kind kind, String by, String user, String file) {
        return new Fields().add("by", by).add("user", user).add("file", file).of(kind);
    }

    /** Somebody has changed an ACL file. */
    public static AuditEvent rightsChanged(String by, String file) {
        return new Fields().add("by", by).add("file", file).of(Kind.RIGHTS_CHANGED);
    }

    /**
     * Somebody published over HTTP.
     *
     * @param topic of the message, the first of them when there are several
     * @param retained whether one of them replaces or removes what a topic retains
     */
    public static AuditEvent published(String user, String address, String topic, boolean retained, int count) {
        return new Fields()
                .add("user", user)
                .add("address", address)
                .add("topic", topic)
                .add("retained", retained)
                .add("count", count)
                .of(Kind.PUBLISHED);
    }

    /** Somebody removed the retained messages that match a filter. */
    public static AuditEvent cleared(String user, String address, String filter, int count) {
        return new Fields()
                .add("user", user)
                .add("address", address)
                .add("topic", filter)
                .add("count", count)
                .of(Kind.CLEARED);
    }

    /**
     * Somebody follows a client, or topics.
     *
     * @param address of that somebody
     */
    public static AuditEvent traceBegan(String address, @Nullable String client, @Nullable String topic) {
        return trace(address, client, topic).of(Kind.TRACE_BEGAN);
    }

    /** And does so no longer. */
    public static AuditEvent traceEnded(String address, @Nullable String client, @Nullable String topic) {
        return trace(address, client, topic).of(Kind.TRACE_ENDED);
    }

    /**
     * Somebody asked for a change over HTTP.
     *
     * @param principal who that is; empty when that is not known
     * @param kind what sort of principal; empty when that is not known
     * @param address of his
     * @param path without what follows the question mark
     * @param status that he was answered with: below 300 it was done
     */
    public static AuditEvent admin(
            String principal, String kind, String address, String method, String path, int status) {
        return new Fields()
                .add("principal", principal)
                .add("kind", kind)
                .add("address", address)
                .add("method", method)
                .add("path", path)
                .add("status", status)
                .of(Kind.ADMIN);
    }

    private static Fields trace(String address, @Nullable String client, @Nullable String topic) {
        return new Fields().add("address", address).add("client", client).add("topic", topic);
    }

    /**
     * Somebody who runs the broker has done something.
     *
     * @param principal his name
     * @param about what else is known, by name
     */
    public static AuditEvent done(Kind kind, String principal, Field... about) {
        Fields fields = new Fields();
        for (Field field : about) {
            fields.add(field.name, field.value);
        }
        return fields.add("principal", principal).of(kind);
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
