package io.bellbird.broker.security;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one ACL file: first a client's own, with those of its roles, then the patterns; each time one that denies
 * decides before one that allows. What no rule allows is denied. Immutable.
 */
final class AccessList {
    private static final List<AccessTrie> NONE = List.of();

    private final List<AccessTrie> anonymous;
    private final Map<String, List<AccessTrie>> users;
    private final AccessTrie patterns;
    /** A pattern that denies has the client id, or the user name, in it. */
    private final boolean deniesByClientId;

    private final boolean deniesByUsername;

    private AccessList(List<AccessRule> anonymous, Map<String, List<AccessTrie>> users, List<AccessRule> patterns) {
        this.anonymous = List.of(new AccessTrie(anonymous, false));
        this.users = users;
        this.patterns = new AccessTrie(patterns, true);
        this.deniesByClientId =
                patterns.stream().anyMatch(rule -> rule.isDeny() && LevelTemplate.needsClientId(rule.filter()));
        this.deniesByUsername =
                patterns.stream().anyMatch(rule -> rule.isDeny() && LevelTemplate.needsUsername(rule.filter()));
    }

    /**
     * The rule that decides about a topic; allocates nothing.
     *
     * @param access PUBLISH or RECEIVE
     * @return null when no rule allows it
     */
    @Nullable
    AccessRule ruleFor(Client client, Topic topic, Access access) {
        AccessRule best = null;
        List<AccessTrie> own = own(client);
        for (int i = 0; i < own.size() && !AccessTrie.isDeny(best); i++) {
            best = AccessTrie.stronger(best, own.get(i).ruleFor(topic.text(), access, client));
        }
        return best != null || isWithoutPatterns(client) ? best : patterns.ruleFor(topic.text(), access, client);
    }

    /**
     * The rule that decides about a subscription: one that denies all that the filter matches, else one that allows to
     * read some of it, since each message is asked for as well.
     *
     * @return null when no rule allows it
     */
    @Nullable
    AccessRule ruleFor(Client client, TopicFilter filter) {
        AccessRule rule = null;
        for (AccessTrie trie : own(client)) {
            rule = rule == null ? trie.denyOf(filter.text(), client) : rule;
        }
        for (AccessTrie trie : own(client)) {
            rule = rule == null ? trie.readOf(filter.text(), client) : rule;
        }
        if (rule != null || isWithoutPatterns(client)) {
            return rule;
        }
        AccessRule deny = patterns.denyOf(filter.text(), client);
        return deny == null ? patterns.readOf(filter.text(), client) : deny;
    }

    private List<AccessTrie> own(Client client) {
        return client.username() == null ? anonymous : users.getOrDefault(client.username(), NONE);
    }

    /** A name that fills no pattern must not be the way around one that denies. */
    private boolean isWithoutPatterns(Client client) {
        return (deniesByClientId && !LevelTemplate.isSafe(client.clientId()))
                || (deniesByUsername && client.username() != null && !LevelTemplate.isSafe(client.username()));
    }

    /** Collects the rules of a file. */
    static final class Builder {
        private final List<AccessRule> anonymous = new ArrayList<>();
        private final List<AccessRule> patterns = new ArrayList<>();
        private final Map<String, List<AccessRule>> roles = new LinkedHashMap<>();
        private final Map<String, List<AccessRule>> users = new LinkedHashMap<>();
        private final Map<String, List<String>> rolesOfUsers = new HashMap<>();

        /** Where the lines of anonymous clients go. */
        List<AccessRule> anonymous() {
            return anonymous;
        }

        List<AccessRule> patterns() {
            return patterns;
        }

        /** By name, in the order of the file. */
        Map<String, List<AccessRule>> roles() {
            return roles;
        }

        /** Where the lines of a user go; nothing at first. */
        List<AccessRule> user(String name) {
            return users.computeIfAbsent(name, unknown -> new ArrayList<>());
        }

        /** By name, in the order of the file, without the lines of their roles. */
        Map<String, List<AccessRule>> users() {
            return users;
        }

        /** @param role that is one of {@link #roles} */
        void give(String user, String role) {
            List<String> all = rolesOfUsers.computeIfAbsent(user, unknown -> new ArrayList<>());
            if (!all.contains(role)) {
                all.add(role);
            }
        }

        /** By user; those that have any. */
        Map<String, List<String>> rolesOfUsers() {
            return rolesOfUsers;
        }

        AccessList build() {
            Map<String, AccessTrie> compiledRoles = new HashMap<>();
            roles.forEach((name, rules) -> compiledRoles.put(name, new AccessTrie(rules, false)));
            Map<String, List<AccessTrie>> compiled = new HashMap<>();
            users.forEach((name, rules) -> {
                List<AccessTrie> own = new ArrayList<>();
                own.add(new AccessTrie(rules, false));
                rolesOfUsers.getOrDefault(name, List.of()).forEach(role -> own.add(compiledRoles.get(role)));
                compiled.put(name, List.copyOf(own));
            });
            return new AccessList(anonymous, Map.copyOf(compiled), patterns);
        }
    }
}
