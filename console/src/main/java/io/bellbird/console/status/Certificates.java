package io.bellbird.console.status;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Until when the certificates of the listeners hold. Any thread asks: what was seen is immutable. */
final class Certificates {
    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    private static final long LOOK_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private long seenMillis;
    private volatile Map<Path, Instant> ends = Map.of();

    /** When each ends, by its file. */
    Map<Path, Instant> ends() {
        return ends;
    }

    /** Whether it is time to look, as it is once a minute. On one thread. */
    boolean isDue(long nowMillis) {
        if (nowMillis - seenMillis < LOOK_MILLIS) {
            return false;
        }
        seenMillis = nowMillis;
        return true;
    }

    /** Looks into the files, and waits for the disk. */
    Map<Path, Instant> look(BrokerConfig config) {
        Map<Path, Instant> found = new TreeMap<>();
        for (ListenerConfig listener : config.listeners()) {
            listener.tls().ifPresent(tls -> end(tls.certFile()).ifPresent(end -> found.put(tls.certFile(), end)));
        }
        ends = Map.copyOf(found);
        return ends;
    }

    /** The first certificate in a file is the listener's own. */
    private static Optional<Instant> end(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .findFirst()
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant());
        } catch (IOException | CertificateException unreadable) {
            log.debug("no certificate in {}", file, unreadable);
            return Optional.empty();
        }
    }
}
