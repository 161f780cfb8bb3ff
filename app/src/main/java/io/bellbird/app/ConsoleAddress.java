package io.bellbird.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where a browser on this machine finds the console. */
final class ConsoleAddress {
    private ConsoleAddress() {}

    /** @param admin where the admin listener is; one that is at all addresses is at that of this machine as well */
    static String of(InetSocketAddress admin) {
        InetAddress host = admin.getAddress();
        if (host.isAnyLocalAddress() || host.isLoopbackAddress()) {
            String loopback = host.getAddress().length == 4 ? "127.0.0.1" : "[::1]";
            return "http://" + loopback + ":" + admin.getPort() + "/";
        }
        String name = host.getHostAddress();
        return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + admin.getPort() + "/";
    }
}
