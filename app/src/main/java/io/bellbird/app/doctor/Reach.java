package io.bellbird.app.doctor;

import io.bellbird.broker.config.ListenerConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whether an address is reached from other machines. What cannot be told counts as reached. */
final class Reach {
    private Reach() {}

    static boolean isPublic(ListenerConfig listener) {
        if (listener.bindInterface().isEmpty()) {
            return isPublic(listener.host());
        }
        try {
            NetworkInterface bound = NetworkInterface.getByName(listener.bindInterface());
            return bound == null || !bound.isLoopback();
        } catch (SocketException unknown) {
            return true;
        }
    }

    /** @param host an address or a name, or the path of a socket in the file system; empty means all addresses */
    static boolean isPublic(String host) {
        if (host.isEmpty() || host.contains("/")) {
            return host.isEmpty();
        }
        try {
            return !Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException unknown) {
            return true;
        }
    }

    /** As people say it: "port 1883 of all addresses", "192.0.2.1 port 1883". */
    static String shown(ListenerConfig listener) {
        String place = listener.bindInterface().isEmpty() ? listener.host() : listener.bindInterface();
        return place.isEmpty() ? "port " + listener.port() + " of all addresses" : place + " port " + listener.port();
    }
}
