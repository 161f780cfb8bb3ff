package io.bellbird.app.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the admin listener answers at an address. */
final class AdminReach {
    private static final int PATIENCE_MILLIS = 1_000;
    private static final int ADDRESSES_MAX = 4;

    private AdminReach() {}

    /** The addresses of this machine by which others reach it, some of them. */
    static List<String> ownAddresses() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .limit(ADDRESSES_MAX)
                    .toList();
        } catch (SocketException unknown) {
            return List.of();
        }
    }

    /** The first of the hosts at which metrics are served. */
    static Optional<Finding> of(List<String> hosts, int port) {
        return hosts.stream()
                .filter(host -> servesMetrics(host, port))
                .findFirst()
                .map(host -> ProcessFindings.publicAdmin(host + ":" + port, host, port));
    }

    private static boolean servesMetrics(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request = "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String status = answer.readLine();
            return status != null
                    && status.startsWith("HTTP/1.1 200")
                    && answer.lines().anyMatch(line -> line.startsWith("bellbird_"));
        } catch (IOException | RuntimeException closed) { // a stream of lines says it in its own way
            return false;
        }
    }
}
