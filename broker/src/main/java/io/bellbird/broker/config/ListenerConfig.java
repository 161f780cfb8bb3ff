package io.bellbird.broker.config;

import io.bellbird.codec.Qos;
import java.util.Objects;

/**
 * One address that clients connect to.
 *
 * @param host host name or IP address to bind, without brackets; empty means all addresses of the machine
 * @param port TCP port, 0..65535; 0 lets the operating system choose one
 * @param protocol what is spoken there
 * @param maxConnections connections at one time, at least 0; -1 means no limit
 * @param maxQos the highest QoS that clients may publish with
 * @param maxTopicAlias topic aliases for each client and direction, 0..65535; 0 means none
 */
public record ListenerConfig(
        String host, int port, Protocol protocol, int maxConnections, Qos maxQos, int maxTopicAlias) {

    /** Checks the ranges. */
    public ListenerConfig {
        Objects.requireNonNull(host);
        Objects.requireNonNull(protocol);
        Objects.requireNonNull(maxQos);
        Ranges.check("port", port, 0, 65_535);
        Ranges.check("maxConnections", maxConnections, -1, Integer.MAX_VALUE);
        Ranges.check("maxTopicAlias", maxTopicAlias, 0, 65_535);
    }

    /**
     * MQTT over TCP on 127.0.0.1, with the defaults of all else.
     *
     * @param port TCP port, 0..65535; 0 lets the operating system choose one
     */
    public static ListenerConfig local(int port) {
        return at("127.0.0.1", port);
    }

    /**
     * MQTT over TCP on an address, with the defaults of all else.
     *
     * @param host host name or IP address to bind, without brackets; empty means all addresses of the machine
     * @param port TCP port, 0..65535; 0 lets the operating system choose one
     */
    public static ListenerConfig at(String host, int port) {
        return new ListenerConfig(
                host,
                port,
                Settings.PROTOCOL.byDefault(),
                Settings.MAX_CONNECTIONS.byDefault(),
                Settings.MAX_QOS.byDefault(),
                Settings.MAX_TOPIC_ALIAS.byDefault());
    }

    /** The same listener that speaks {@code protocol}. */
    public ListenerConfig withProtocol(Protocol protocol) {
        return new ListenerConfig(host, port, protocol, maxConnections, maxQos, maxTopicAlias);
    }

    /** The same listener with another limit of connections at one time; -1 means no limit. */
    public ListenerConfig withMaxConnections(int maxConnections) {
        return new ListenerConfig(host, port, protocol, maxConnections, maxQos, maxTopicAlias);
    }

    /** The same listener with another highest QoS. */
    public ListenerConfig withMaxQos(Qos maxQos) {
        return new ListenerConfig(host, port, protocol, maxConnections, maxQos, maxTopicAlias);
    }

    /** The same listener with another number of topic aliases, 0..65535. */
    public ListenerConfig withMaxTopicAlias(int maxTopicAlias) {
        return new ListenerConfig(host, port, protocol, maxConnections, maxQos, maxTopicAlias);
    }
}
