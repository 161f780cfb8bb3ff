package io.bellbird.app.probe;

import io.bellbird.codec.ConnAck;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ProtocolError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Looks at one broker: which versions it speaks, and then everything else in the newest of them. */
final class Probe {
    private static final int THREADS = 6;
    private static final long PROBE_SECONDS_MAX = 60;
    private static final List<MqttVersion> NEWEST_FIRST = List.of(MqttVersion.V5, MqttVersion.V3_1_1, MqttVersion.V3_1);

    private final Target target;
    private final Optional<MqttVersion> only;
    private final String prefix;
    private final String name;

    /**
     * Begins nothing yet.
     *
     * @param only the version to look at; else the newest that the broker speaks
     * @param prefix of all topics
     * @param name with which all client ids begin
     */
    Probe(Target target, Optional<MqttVersion> only, String prefix, String name) {
        this.target = target;
        this.only = only;
        this.prefix = prefix;
        this.name = name;
    }

    /**
     * Looks, and removes what it left.
     *
     * @throws IOException when the broker cannot be reached, or lets this client in with no version
     */
    List<Row> look() throws IOException, InterruptedException {
        Map<MqttVersion, Finding> versions = new EnumMap<>(MqttVersion.class);
        Map<MqttVersion, ConnAck> welcomes = new EnumMap<>(MqttVersion.class);
        for (MqttVersion version : NEWEST_FIRST) {
            versions.put(version, knock(version, welcomes));
        }
        MqttVersion spoken = Stream.concat(only.stream(), NEWEST_FIRST.stream())
                .filter(welcomes::containsKey)
                .findFirst()
                .orElseThrow(() -> new IOException("it lets nobody in: "
                        + versions.get(only.orElse(MqttVersion.V3_1_1)).detail()));
        List<Row> rows = new ArrayList<>();
        versions.forEach((version, finding) -> rows.add(new Row("Versions", said(version), finding)));
        Visit visit = new Visit(target, spoken, welcomes.get(spoken).properties(), prefix, name);
        try {
            rows.addAll(tryAll(visit));
        } finally {
            visit.cleanUp();
        }
        return rows;
    }

    /** As in {@code -V}. */
    private static String said(MqttVersion version) {
        return switch (version) {
            case V3_1 -> "MQTT 3.1";
            case V3_1_1 -> "MQTT 3.1.1";
            case V5 -> "MQTT 5";
        };
    }

    /** @param welcomes gets the CONNACK when the broker speaks this version with this client */
    private Finding knock(MqttVersion version, Map<MqttVersion, ConnAck> welcomes)
            throws IOException, InterruptedException {
        Visit first = new Visit(target, version, ConnAck.Properties.DEFAULTS, prefix, name);
        target.open().cut(); // what fails here is no matter of versions
        try (Talk talk = first.entry().knock()) {
            ConnAck answer = talk.connAck();
            if (answer.reason().isError()) {
                String reason = Finding.reason(answer.reason());
                return isVersion(answer) ? Finding.no(reason) : Finding.refused(reason);
            }
            welcomes.put(version, answer);
            return Finding.YES;
        } catch (UnansweredException unanswered) {
            return Finding.no(unanswered.getMessage());
        } catch (ProtocolError other) {
            return Finding.no("what answers is not MQTT: " + other.text());
        }
    }

    private static boolean isVersion(ConnAck answer) {
        return switch (answer.reason()) {
            case UNSUPPORTED_PROTOCOL_VERSION, PROTOCOL_ERROR, MALFORMED_PACKET -> true;
            default -> false;
        };
    }

    private List<Row> tryAll(Visit visit) throws InterruptedException {
        List<Check> checks = Stream.of(
                        ConnectionChecks.all(),
                        MessageChecks.all(),
                        RetainedChecks.all(),
                        SubscriptionChecks.all(),
                        SessionChecks.all(),
                        PropertyChecks.all(),
                        RuleChecks.all())
                .flatMap(List::stream)
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Finding>> findings = new ArrayList<>();
            checks.forEach(check -> findings.add(threads.submit(() -> check.run(visit))));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PROBE_SECONDS_MAX);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                Check check = checks.get(i);
                rows.add(new Row(check.area(), check.what(), await(findings.get(i), end)));
            }
            return rows;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Finding await(Future<Finding> finding, long end) throws InterruptedException {
        try {
            return finding.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return Finding.notTried("the broker is too slow");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }
}
