package io.bellbird.console.login;

import io.bellbird.broker.admin.AdminRequest;
import io.bellbird.console.http.Problem;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps pages of others from making a browser ask here in the name of its user. Only a bearer of a token may come from
 * another page: a browser never adds one by itself.
 */
final class CrossSite {
    /** Last parts of names that nobody can have in the Domain Name System of the internet. */
    private static final Set<String> LOCAL_SUFFIXES = Set.of("local", "localhost", "internal", "arpa");

    private CrossSite() {}

    /** @throws Problem when another page made a browser ask */
    static void refuse(AdminRequest request) {
        if (request.header("authorization").orElse("").regionMatches(true, 0, "Bearer ", 0, 7)) {
            return;
        }
        String site = request.header("sec-fetch-site").orElse("");
        String origin = request.header("origin").orElse("");
        boolean own =
                switch (site) {
                    case "same-origin", "none" -> true;
                    case "" -> origin.isEmpty() || isOwn(origin, request);
                    default -> false;
                };
        if (!own) {
            throw Problem.forbidden("another page made a browser ask for this, which only the console's own page may:"
                    + " programs bring 'Authorization: Bearer TOKEN'");
        }
    }

    private static boolean isOwn(String origin, AdminRequest request) {
        String host = request.header("host").orElse("");
        return !host.isEmpty()
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    /**
     * Whether the name by which the broker was asked is one that a stranger cannot have made up: a page of his could give
     * such a name the address of the broker, and then pass for a page of the broker.
     */
    static boolean isNameOfOwn(AdminRequest request, String configured) {
        String named = request.header("host").orElse("").toLowerCase(Locale.ROOT);
        int colon = named.lastIndexOf(':');
        String host = colon < 0 || colon < named.lastIndexOf(']') ? named : named.substring(0, colon);
        String last = host.substring(host.lastIndexOf('.') + 1);
        boolean isAddress =
                host.startsWith("[") || (!last.isEmpty() && last.chars().allMatch(Character::isDigit));
        return host.indexOf('.') < 0
                || isAddress
                || LOCAL_SUFFIXES.contains(last)
                || host.equals(configured.toLowerCase(Locale.ROOT));
    }
}
