package io.bellbird.broker.security;

import io.bellbird.broker.config.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules of an ACL file by whom they are for, to be looked at rather than asked.
 *
 * @param anonymous for clients without a user name
 * @param patterns for all clients
 * @param users for each user that the file names, without the rules of its roles
 * @param roles for the users that have them
 * @param rolesOf of each user that has any
 */
public record AccessLines(
        List<AccessRule> anonymous,
        List<AccessRule> patterns,
        Map<String, List<AccessRule>> users,
        Map<String, List<AccessRule>> roles,
        Map<String, List<String>> rolesOf) {

    /**
     * Reads a file.
     *
     * @throws ConfigurationException when it cannot be read, or with everything that is wrong in it
     */
    public static AccessLines read(Path file) throws ConfigurationException {
        return of(AclReader.lines(file));
    }

    static AccessLines of(AccessList.Builder list) {
        return new AccessLines(list.anonymous(), list.patterns(), list.users(), list.roles(), list.rolesOfUsers());
    }

    /** All of them. */
    public List<AccessRule> all() {
        List<AccessRule> all = new ArrayList<>(anonymous);
        all.addAll(patterns);
        users.values().forEach(all::addAll);
        roles.values().forEach(all::addAll);
        return all;
    }

    /** Whether a rule has the name of the client in it, so that it is about other topics for each. */
    public static boolean isOfClient(AccessRule pattern) {
        return LevelTemplate.isTemplate(pattern.filter());
    }
}
