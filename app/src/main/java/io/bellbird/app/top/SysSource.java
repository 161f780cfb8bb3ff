package io.bellbird.app.top;

import io.bellbird.broker.monitor.LogText;
import io.bellbird.client.ClientOptions;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import io.bellbird.client.SubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at a broker of any kind through what it publishes under {@code $SYS}. Messages come on threads of the client. */
final class SysSource implements Source {
    private static final String ROOT = "$SYS/broker/";
    private static final long FIRST_SECONDS_MAX = 15;
    private static final double SECONDS_A_MINUTE = 60;

    private final MqttClient client;
    private final String broker;
    private final Map<String, String> latest = new ConcurrentHashMap<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private boolean connected;

    /** @param broker its address */
    SysSource(ClientOptions.Builder options, String broker) {
        this.client = options.closeTimeout(Duration.ofSeconds(1)).build();
        this.broker = broker;
    }

    private void take(Message message) {
        latest.put(message.topic().substring(ROOT.length()), message.text());
        first.countDown();
    }

    @Override
    public List<String> look(Order order, int limit) throws IOException {
        try {
            if (!connected) {
                client.connect().join();
                client.subscribe(ROOT + "#", SubscribeOptions.QOS_0, this::take).join();
                connected = true;
            }
            if (!first.await(FIRST_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException(broker + " publishes nothing under $SYS, or not to this user");
            }
        } catch (CompletionException refused) {
            throw new IOException(refused.getCause().getMessage(), refused);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text("version") + " at " + broker + ", up " + text("uptime"));
        lines.add("clients  " + text("clients/connected") + " connected, " + text("clients/total") + " sessions, "
                + text("subscriptions/count") + " subscriptions");
        lines.add("in       " + aSecond("load/publish/received/1min") + " messages/s, "
                + aSecond("load/messages/received/1min") + " packets/s, "
                + View.bytes(perSecond("load/bytes/received/1min")) + "/s; in all " + text("publish/messages/received")
                + " messages");
        lines.add("out      " + aSecond("load/publish/sent/1min") + " messages/s, "
                + aSecond("load/messages/sent/1min") + " packets/s, "
                + View.bytes(perSecond("load/bytes/sent/1min")) + "/s; in all " + text("publish/messages/sent")
                + " messages, " + text("publish/messages/dropped") + " dropped");
        lines.add("kept     " + text("store/messages/count") + " messages, " + text("retained messages/count")
                + " retained");
        lines.add("rates are averages of a minute, as the broker publishes them; its clients it does not list there");
        return lines;
    }

    private String text(String topic) {
        return LogText.sentence(latest.getOrDefault(topic, "?"));
    }

    private double perSecond(String topic) {
        try {
            return Double.parseDouble(latest.getOrDefault(topic, "0")) / SECONDS_A_MINUTE;
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private String aSecond(String topic) {
        return String.format(Locale.ROOT, "%,.1f", perSecond(topic));
    }

    @Override
    public void close() {
        client.close();
    }
}
