package io.bellbird.app.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenSSL's names of cipher suites in Java's. */
final class CipherNames {
    private static final Pattern AES_GCM = Pattern.compile("(?:(ECDHE|DHE)-(RSA|ECDSA)-)?AES(128|256)-GCM-(SHA\\d+)");
    private static final Pattern CHACHA = Pattern.compile("(ECDHE|DHE)-(RSA|ECDSA)-CHACHA20-POLY1305");
    /** Those of TLS 1.3, which the option does not change. */
    private static final List<String> TLS_1_3 =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private CipherNames() {}

    /**
     * The suites of a list between colons. Only the names of suites that are safe are known, and no words such as HIGH.
     *
     * @throws Failure for any other
     */
    static List<String> ofOpenSsl(String list) throws Failure {
        List<String> suites = new ArrayList<>(TLS_1_3);
        for (String name : list.split("[:, ]+", -1)) {
            suites.add(suite(name));
        }
        return suites;
    }

    private static String suite(String name) throws Failure {
        Matcher gcm = AES_GCM.matcher(name);
        if (gcm.matches()) {
            String exchange = gcm.group(1) == null ? "RSA" : gcm.group(1) + "_" + gcm.group(2);
            return "TLS_" + exchange + "_WITH_AES_" + gcm.group(3) + "_GCM_" + gcm.group(4);
        }
        Matcher chacha = CHACHA.matcher(name);
        if (chacha.matches()) {
            return "TLS_" + chacha.group(1) + "_" + chacha.group(2) + "_WITH_CHACHA20_POLY1305_SHA256";
        }
        if (name.startsWith("TLS_")) {
            return name;
        }
        throw new Failure(
                Failure.ERROR,
                "Error: Problem setting TLS options, check the options are valid.",
                List.of("--ciphers takes names such as ECDHE-RSA-AES128-GCM-SHA256 between colons, not '" + name
                        + "'"));
    }
}
