package io.bellbird.console.status;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.TlsConfig.ClientCertificate;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.store.StoreFigures;
import io.bellbird.codec.ReasonCode;
import io.bellbird.console.configuration.RunningConfiguration;
import io.bellbird.console.status.Need.Severity;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what needs attention, and says how it is mended. Belongs to one thread; made anew for each look. */
final class Attention {
    private static final String CLIENTS = "#/clients";
    private static final String SECURITY = "#/security";
    private static final String CONFIGURATION = "#/overview/configuration";

    private static final double NEARLY_FULL = 0.8;
    private static final double SLOW_COMMIT_MILLIS = 100;
    private static final int FREE_TIMES_MIN = 4;
    private static final Duration SOON = Duration.ofDays(30);
    private static final long MEBIBYTE = 1 << 20;
    private static final double NEARLY_ALL = 0.99;

    private final Moment now;
    private final Moment minute;
    private final BrokerConfig config;
    private final List<Need> needs = new ArrayList<>();

    /** @param minute about a minute before */
    Attention(Moment now, Moment minute, BrokerConfig config) {
        this.now = now;
        this.minute = minute;
        this.config = config;
    }

    /** What was found, the worst first. */
    List<Need> found() {
        return needs.stream().sorted(Comparator.comparing(Need::severity)).toList();
    }

    private void add(Severity severity, String what, String why, String mend, @Nullable String link) {
        needs.add(new Need(severity, what, why, mend, link));
    }

    /** What figures alone say. */
    Attention lookAtFigures(boolean storeAccepts) {
        lookAtStore(storeAccepts);
        lookAtMemory();
        lookAtThreads();
        lookAtDropped();
        lookAtConnections();
        return this;
    }

    private void lookAtStore(boolean accepts) {
        StoreFigures store = now.page().store();
        if (!accepts) {
            add(
                    Severity.CRITICAL,
                    "The store takes no messages: " + store.status() + ".",
                    "Publishers of QoS 1 and 2 are refused or wait, until it can write again.",
                    "Make room on the disk of persistence_location, or see in the log why it cannot be written. The"
                            + " broker goes on by itself then.",
                    null);
        } else if (store.freeBytes() > 0 && store.freeBytes() < FREE_TIMES_MIN * config.storeFreeBytesMin()) {
            add(
                    Severity.WARNING,
                    "The disk of the store is nearly full: " + mebibytes(store.freeBytes()) + " are free.",
                    "Below " + mebibytes(config.storeFreeBytesMin())
                            + " (store_free_bytes_min) the broker takes no messages any more.",
                    "Make room on the disk, or move persistence_location to a larger one.",
                    null);
        }
        OptionalDouble commit = now.millis(Distribution.COMMIT_NANOS, minute, NEARLY_ALL);
        if (commit.isPresent() && commit.getAsDouble() > SLOW_COMMIT_MILLIS) {
            add(
                    Severity.WARNING,
                    "Commits are slow: one of 100 took more than " + Math.round(commit.getAsDouble() / 2) + " ms.",
                    "Acknowledgements of QoS 1 and 2 wait for them, and with them the publishers.",
                    "Look for what else writes to that disk; a faster one, or a durability that waits for less, helps.",
                    CONFIGURATION);
        }
    }

    private void lookAtMemory() {
        long held = now.get(Gauge.HELD_BYTES);
        long limit = now.page().memoryLimitBytes();
        if (held > limit) {
            add(
                    Severity.CRITICAL,
                    "The memory for messages is full: " + mebibytes(held) + " of " + mebibytes(limit) + ".",
                    "Publishers wait until receivers have taken what is there.",
                    "See which clients are slow or away and have long queues; end their sessions, or limit queues with"
                            + " max_queued_bytes. memory_limit can be raised when the heap has room.",
                    CLIENTS);
        } else if (held > NEARLY_FULL * limit) {
            add(
                    Severity.WARNING,
                    "The memory for messages is nearly full: " + mebibytes(held) + " of " + mebibytes(limit) + ".",
                    "When it is full, publishers wait.",
                    "See which clients are slow or away and have long queues.",
                    CLIENTS);
        }
    }

    private void lookAtThreads() {
        if (now.page().shardsMissing() > 0) {
            add(
                    Severity.CRITICAL,
                    now.page().shardsMissing() + " of the broker's threads did not answer within 2 seconds.",
                    "Clients of that thread wait.",
                    "When it lasts, take a thread dump (jcmd PID Thread.print) and report it; is the machine out of"
                            + " processors or memory?",
                    null);
        }
        long bugs = now.get(Counter.BUGS);
        if (bugs > 0) {
            add(
                    Severity.WARNING,
                    bugs == 1 ? "A defect of the broker ended a connection." : bugs + " connections ended by defects.",
                    "They were exceptions of the broker's own, since its start.",
                    "The log has each with its stack trace: please report it.",
                    null);
        }
        if (now.page().auditEventsLost() > 0) {
            add(
                    Severity.WARNING,
                    now.page().auditEventsLost() + " events are missing in the audit log.",
                    "They came faster than its file could be written.",
                    "Look at the disk of audit_log, and at who makes so many events.",
                    SECURITY);
        }
    }

    private void lookAtDropped() {
        Map<String, Long> dropped = Status.since(
                minute.page().figures().droppedByCause(), now.page().figures().droppedByCause());
        dropped.forEach((cause, count) -> {
            Loss loss = Loss.of(cause);
            add(
                    loss.isMeant() ? Severity.NOTICE : Severity.WARNING,
                    (count == 1 ? "1 message was" : count + " messages were") + " not delivered in the last minute: "
                            + cause.replace('_', ' ') + ".",
                    loss.why(),
                    loss.mend(),
                    loss.link());
        });
    }

    private void lookAtConnections() {
        Map<ReasonCode, Long> before = minute.page().figures().refused();
        String refused = now.page().figures().refused().entrySet().stream()
                .filter(each -> each.getValue() > before.getOrDefault(each.getKey(), 0L))
                .map(each -> (each.getValue() - before.getOrDefault(each.getKey(), 0L)) + " "
                        + each.getKey().name().replace('_', ' '))
                .collect(Collectors.joining(", "));
        if (!refused.isEmpty()) {
            add(
                    Severity.NOTICE,
                    "Connections were refused in the last minute: " + refused + ".",
                    "The broker did not let them in, or they spoke no MQTT.",
                    "The audit log says who they were and why; a client that is meant to come in may have a wrong"
                            + " password or client id.",
                    SECURITY);
        }
        if (now.get(Counter.CONNECTIONS_REFUSED) > minute.get(Counter.CONNECTIONS_REFUSED)) {
            add(
                    Severity.WARNING,
                    "Connections were closed at once in the last minute, since there are as many as may be.",
                    "A listener's max_connections or global_max_connections is reached.",
                    "Raise the limit, or see who is connected more often than he should.",
                    CLIENTS);
        }
        if (now.process().openFiles() > NEARLY_FULL * now.process().openFilesMax()
                && now.process().openFilesMax() > 0) {
            add(
                    Severity.WARNING,
                    now.process().openFiles() + " of " + now.process().openFilesMax() + " files and sockets are open.",
                    "When there are no more, no client can connect and the store may fail.",
                    "Start the broker with more: ulimit -n, or LimitNOFILE in its systemd unit.",
                    null);
        }
        if (now.page().bannedAddresses() > 0) {
            int banned = now.page().bannedAddresses();
            add(
                    Severity.NOTICE,
                    banned == 1 ? "1 address is banned." : banned + " addresses are banned.",
                    "From there came too many logins that failed.",
                    "If it was a mistake, mend the password at the client and lift the ban.",
                    SECURITY);
        }
    }

    /** Who comes in where. */
    Attention lookAtListeners(List<Broker.Bound> bound) {
        for (Broker.Bound open : bound) {
            Optional<ListenerConfig> listener = config.listeners().stream()
                    .filter(each -> each.name().equals(open.listener().name())
                            && each.host().equals(open.listener().host()))
                    .findFirst();
            if (listener.isPresent()
                    && open.address() instanceof InetSocketAddress address
                    && !address.getAddress().isLoopbackAddress()
                    && isOpenToAll(listener.get())) {
                add(
                        Severity.WARNING,
                        "Everybody who reaches port " + address.getPort() + " may read and publish everything.",
                        "The listener is open to other machines, lets clients in without a name, and has no rules.",
                        "Say 'allow_anonymous false' and give it a password_file; or bind it to 127.0.0.1.",
                        SECURITY);
            }
        }
        return this;
    }

    private boolean isOpenToAll(ListenerConfig listener) {
        boolean certified = listener.tls()
                .filter(tls -> tls.clientCertificate() != ClientCertificate.NONE)
                .isPresent();
        return config.allowAnonymous(listener) && config.aclFile(listener).isEmpty() && !certified;
    }

    /** @param ends when each certificate ends, by its file */
    Attention lookAtCertificates(Map<Path, Instant> ends) {
        Instant today = Instant.ofEpochMilli(now.timeMillis());
        ends.forEach((file, end) -> {
            if (end.isBefore(today)) {
                add(
                        Severity.CRITICAL,
                        "The certificate " + file + " ended " + end + ".",
                        "Clients that check it cannot connect any more.",
                        "Put a new one in its place, then reload.",
                        CONFIGURATION);
            } else if (end.isBefore(today.plus(SOON))) {
                add(
                        Severity.WARNING,
                        "The certificate " + file + " ends in "
                                + Duration.between(today, end).toDays() + " days.",
                        "From " + end + " on, clients that check it cannot connect.",
                        "Put a new one in its place, then reload: clients stay connected.",
                        CONFIGURATION);
            }
        });
        return this;
    }

    /** What came of the last reload. */
    Attention lookAtConfiguration(RunningConfiguration running) {
        List<String> errors =
                running.lastReload().map(RunningConfiguration.Reload::errors).orElse(List.of());
        if (!errors.isEmpty()) {
            add(
                    Severity.WARNING,
                    "The last reload failed, and the configuration before it stays in force.",
                    String.join("\n", errors),
                    "Mend it, and reload again; when the broker is started again meanwhile, it would not start.",
                    CONFIGURATION);
        }
        int waiting = running.waiting().size();
        if (waiting > 0) {
            add(
                    Severity.NOTICE,
                    waiting == 1
                            ? "A setting that was changed counts after a restart."
                            : waiting + " settings that were changed count after a restart.",
                    "The file was read again, and these cannot change while clients are connected.",
                    "Start the broker again when it suits.",
                    CONFIGURATION);
        }
        return this;
    }

    /**
     * Clients that do not follow.
     *
     * @param behind those that have most before them
     * @param named whether their names may be told
     */
    Attention lookAtClients(List<Behind> behind, boolean named) {
        for (Behind client : behind) {
            String who = named ? "Client " + client.clientId() : "A client";
            if (client.connected() && client.bytes() >= MEBIBYTE) {
                add(
                        Severity.WARNING,
                        who + " is slow: " + mebibytes(client.bytes()) + " wait for it.",
                        "It is connected and does not take its messages as fast as they come.",
                        "Look at its network and at what it does with a message; let it subscribe to less, or limit"
                                + " max_queued_bytes.",
                        CLIENTS);
            } else if (config.maxQueuedMessages() > 0
                    && client.messages() >= NEARLY_FULL * config.maxQueuedMessages()) {
                add(
                        Severity.WARNING,
                        who + " has " + client.messages() + " of at most " + config.maxQueuedMessages()
                                + " messages in its queue.",
                        client.connected()
                                ? "It does not take them as fast as they come; what is too many is dropped."
                                : "It is away; what is too many is dropped.",
                        "If it will not come back, end its session; else let messages expire, or raise"
                                + " max_queued_messages.",
                        CLIENTS);
            }
        }
        return this;
    }

    private static String mebibytes(long bytes) {
        return bytes < MEBIBYTE ? (bytes + 1_023) / 1_024 + " KiB" : Math.round((double) bytes / MEBIBYTE) + " MiB";
    }
}
