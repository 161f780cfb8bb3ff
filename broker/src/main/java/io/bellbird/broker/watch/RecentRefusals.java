package io.bellbird.broker.watch;

import io.bellbird.broker.AnyThread;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what clients were refused lately, for those who ask why, and passes on what it is told of: the latest of
 * each of the clients that were refused something last, so that one who tries all the time hides no other.
 *
 * <p>Concurrent: all methods are synchronized, and short.
 */
public final class RecentRefusals implements Audit {
    static final int CLIENTS_MAX = 256;
    /** Of one client. */
    static final int REFUSALS_MAX = 8;
    /** Longer texts are cut, since clients choose them. */
    static final int CHARS_MAX = 256;

    private final @Nullable Audit next;
    private final InstantSource clock;
    /** Those that were refused something last come last. */
    private final Map<String, Map<String, Refusal>> byClient = new LinkedHashMap<>();

    /**
     * Something that was refused, once or more often.
     *
     * @param timeMillis when it was refused last, since 1970
     * @param count how often, one time after the other
     * @param fields what is known of the last time, as {@link AuditEvent.Kind#REFUSED} names it
     */
    public record Refusal(long timeMillis, long count, Map<String, String> fields) {
        /** One of the fields; empty when it is not known. */
        public String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    /** @param next is told of everything; null when nobody else wants to know */
    public RecentRefusals(@Nullable Audit next, InstantSource clock) {
        this.next = next;
        this.clock = clock;
    }

    @Override
    @AnyThread
    public void note(AuditEvent event) {
        if (event.kind() == AuditEvent.Kind.REFUSED) {
            remember(event);
        }
        if (next != null) {
            next.note(event);
        }
    }

    private void remember(AuditEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        event.fields().forEach(field -> fields.put(field.name(), cut(String.valueOf(field.value()))));
        String client = fields.getOrDefault("client", "");
        String what = fields.get("what") + " " + fields.getOrDefault("topic", "");
        long now = clock.millis();
        synchronized (this) {
            Map<String, Refusal> those = byClient.remove(client);
            those = those == null ? new LinkedHashMap<>() : those;
            Refusal before = those.remove(what);
            those.put(what, new Refusal(now, before == null ? 1 : before.count + 1, Map.copyOf(fields)));
            byClient.put(client, those);
            forgetFirst(those, REFUSALS_MAX);
            forgetFirst(byClient, CLIENTS_MAX);
        }
    }

    private static String cut(String text) {
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "…";
    }

    private static <V> void forgetFirst(Map<String, V> map, int sizeMax) {
        if (map.size() > sizeMax) {
            Iterator<String> first = map.keySet().iterator();
            first.next();
            first.remove();
        }
    }

    /** Those that somebody wants to know of, the latest first. */
    @AnyThread
    public synchronized List<Refusal> latest(Predicate<Refusal> wanted) {
        List<Refusal> found = new ArrayList<>();
        byClient.values()
                .forEach(those -> those.values().stream().filter(wanted).forEach(found::add));
        found.sort(Comparator.comparingLong(Refusal::timeMillis).reversed());
        return found;
    }

    @Override
    @AnyThread
    public long lostCount() {
        return next == null ? 0 : next.lostCount();
    }
}
