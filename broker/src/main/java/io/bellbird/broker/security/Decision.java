package io.bellbird.broker.security;

import org.jspecify.annotations.Nullable;

/**
 * Whether a client may do something, and why.
 *
 * @param rule that decided; null when no rule allows it, or when there are no rules at all
 */
public record Decision(boolean isAllowed, @Nullable AccessRule rule) {
    private static final Decision WITHOUT_RULES = new Decision(true, null);

    /** Where nothing is denied. */
    static Decision withoutRules() {
        return WITHOUT_RULES;
    }

    static Decision by(@Nullable AccessRule rule) {
        return new Decision(rule != null && !rule.isDeny(), rule);
    }

    /** Why, for people: the rule with its file and line. */
    public String reason() {
        if (rule != null) {
            return rule.toString();
        }
        return isAllowed ? "there is no acl_file" : "no rule allows it";
    }
}
