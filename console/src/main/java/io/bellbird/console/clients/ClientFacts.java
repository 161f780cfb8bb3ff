package io.bellbird.console.clients;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.session.ClientView;
import io.bellbird.broker.session.SessionView;
import io.bellbird.codec.Connect;
import io.bellbird.codec.MqttVersion;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client as the REST interface writes it; members have the names that the document gives them. */
final class ClientFacts {
    private ClientFacts() {}

    /**
     * One of a list.
     *
     * @param since milliseconds since 1970 when it connected or, while it is away, when it went
     */
    record Row(
            String client,
            @Nullable String user,
            @Nullable String address,
            boolean connected,
            @Nullable String version,
            long since,
            int subscriptions,
            long queuedMessages,
            long queuedBytes,
            long inflightMessages,
            long inflightBytes,
            long waitingBytes,
            long received,
            long receivedBytes,
            long sent,
            long sentBytes,
            double receivedRate,
            double receivedBytesRate,
            double sentRate,
            double sentBytesRate) {

        static Row of(SessionView view, long nowMillis) {
            return new Row(
                    view.clientId(),
                    view.user(),
                    view.address(),
                    view.isConnected(),
                    word(view.version()),
                    nowMillis - TimeUnit.NANOSECONDS.toMillis(view.forNanos()),
                    view.subscriptions(),
                    view.queuedMessages(),
                    view.queuedBytes(),
                    view.inflightMessages(),
                    view.inflightBytes(),
                    view.waitingBytes(),
                    view.received(),
                    view.receivedBytes(),
                    view.sent(),
                    view.sentBytes(),
                    rounded(view.receivedRate()),
                    rounded(view.receivedBytesRate()),
                    rounded(view.sentRate()),
                    rounded(view.sentBytesRate()));
        }

        private static double rounded(double rate) {
            return Math.round(rate * 10) / 10.0;
        }
    }

    private static @Nullable String word(@Nullable MqttVersion version) {
        if (version == null) {
            return null;
        }
        return switch (version) {
            case V3_1 -> "3.1";
            case V3_1_1 -> "3.1.1";
            case V5 -> "5";
        };
    }

    /**
     * One alone.
     *
     * @param expirySeconds absent when the session never ends
     * @param connection absent while the client is away
     */
    record Whole(
            Row session,
            boolean stored,
            @Nullable Long expirySeconds,
            @Nullable String willTopic,
            @Nullable Agreed connection) {

        static Whole of(ClientView view, long nowMillis) {
            boolean forEver = view.expirySeconds() == Connect.Properties.NEVER_EXPIRES;
            ClientView.Agreed agreed = view.connection();
            return new Whole(
                    Row.of(view.session(), nowMillis),
                    view.stored(),
                    forEver ? null : view.expirySeconds(),
                    view.willTopic(),
                    agreed == null ? null : Agreed.of(agreed));
        }
    }

    /** What CONNECT and CONNACK have agreed on. */
    record Agreed(
            String listener,
            String protocol,
            boolean tls,
            boolean certified,
            int keepAliveSeconds,
            boolean cleanStart,
            int receiveMaximum) {

        static Agreed of(ClientView.Agreed agreed) {
            ListenerConfig listener = agreed.listener();
            return new Agreed(
                    listener.name(),
                    listener.protocol().word(),
                    listener.tls().isPresent(),
                    agreed.certified(),
                    agreed.keepAliveSeconds(),
                    agreed.cleanStart(),
                    agreed.receiveMaximum());
        }
    }
}
