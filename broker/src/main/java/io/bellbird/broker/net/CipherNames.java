package io.bellbird.broker.net;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ciphers by the names of the standard (IANA) and of OpenSSL, which mosquitto.conf files have. */
final class CipherNames {
    private static final String STANDARD_PREFIX = "TLS_";
    private static final String KEY_EXCHANGE_END = "_WITH_";

    private CipherNames() {}

    /** Whether the standard name is one of TLS 1.3, where a cipher says nothing of the key exchange. */
    static boolean isTls13(String cipher) {
        return cipher.startsWith(STANDARD_PREFIX) && !cipher.contains(KEY_EXCHANGE_END);
    }

    /**
     * The standard name of a cipher.
     *
     * @param name standard, or OpenSSL's
     * @param supported standard names of all that there are
     * @return empty when there is none of this name
     */
    static Optional<String> find(String name, List<String> supported) {
        return supported.stream()
                .filter(cipher -> cipher.equals(name) || openSsl(cipher).equals(name))
                .findFirst();
    }

    /**
     * The names of OpenSSL of all that there are.
     *
     * @param tls13 of TLS 1.3, else of TLS 1.2
     */
    static Set<String> openSslNames(List<String> supported, boolean tls13) {
        Set<String> names = new LinkedHashSet<>();
        supported.stream()
                .filter(cipher -> isTls13(cipher) == tls13 && !cipher.endsWith("_SCSV"))
                .forEach(cipher -> names.add(openSsl(cipher)));
        return names;
    }

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} is {@code ECDHE-RSA-AES128-GCM-SHA256}. */
    private static String openSsl(String cipher) {
        int keyExchangeEnd = cipher.indexOf(KEY_EXCHANGE_END);
        if (keyExchangeEnd < 0 || !cipher.startsWith(STANDARD_PREFIX)) {
            return cipher; // those of TLS 1.3 have one name
        }
        String keyExchange = cipher.substring(STANDARD_PREFIX.length(), keyExchangeEnd);
        String encryption = cipher.substring(keyExchangeEnd + KEY_EXCHANGE_END.length())
                .replace("AES_128", "AES128")
                .replace("AES_256", "AES256")
                .replace("_CBC_SHA", "_SHA")
                .replace("POLY1305_SHA256", "POLY1305");
        return (keyExchange.equals("RSA") ? encryption : keyExchange + "-" + encryption).replace('_', '-');
    }
}
