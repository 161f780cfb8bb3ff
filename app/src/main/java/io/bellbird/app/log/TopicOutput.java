package io.bellbird.app.log;

import io.bellbird.broker.config.LogType;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Topic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Log lines as messages of the broker whose they are, to the topics that Mosquitto has for them. A line that the broker
 * does not take is counted as lost.
 *
 * <p>No line may cause another without end. So debug lines are not published, as in Mosquitto; and of those that tell of
 * a defect of the broker, which could lie in the way of this very line, only one a minute is.
 */
final class TopicOutput implements LogOutput {
    private static final Map<LogType, Topic> TOPICS = Map.of(
            LogType.ERROR, topic("E"),
            LogType.WARNING, topic("W"),
            LogType.NOTICE, topic("N"),
            LogType.INFORMATION, topic("I"),
            LogType.SUBSCRIBE, topic("M/subscribe"),
            LogType.UNSUBSCRIBE, topic("M/unsubscribe"),
            LogType.WEBSOCKETS, topic("WS"));
    private static final long DEFECT_INTERVAL_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final LogPublisher publisher;
    private final LogTime time;
    /** Those that the broker refuses say so on its threads. */
    private final AtomicLong linesLost = new AtomicLong();

    private long nextDefectMillis = Long.MIN_VALUE;

    TopicOutput(LogPublisher publisher, LogTime time) {
        this.publisher = publisher;
        this.time = time;
    }

    private static Topic topic(String level) {
        return Topic.of("$SYS/broker/log/" + level);
    }

    @Override
    public void write(List<LogLine> lines, long lost, long timeMillis) {
        long lostBefore = linesLost.getAndSet(0) + lost;
        if (lostBefore > 0) {
            publish(LogLine.ofLost(lostBefore, timeMillis), lostBefore);
        }
        lines.stream().filter(this::isPublished).forEach(line -> publish(line, 1));
    }

    private boolean isPublished(LogLine line) {
        if (line.stack().isEmpty()) {
            return TOPICS.containsKey(line.type());
        }
        if (line.timeMillis() < nextDefectMillis) {
            return false;
        }
        nextDefectMillis = line.timeMillis() + DEFECT_INTERVAL_MILLIS;
        return true;
    }

    /** @param lines what is lost when the broker does not take it */
    private void publish(LogLine line, long lines) {
        Bytes payload = Bytes.utf8(time.before(line.timeMillis()) + line.message());
        Topic topic = Objects.requireNonNull(TOPICS.get(line.type()));
        publisher.publish(topic, payload).thenAccept(taken -> {
            if (!taken) {
                linesLost.addAndGet(lines);
            }
        });
    }
}
