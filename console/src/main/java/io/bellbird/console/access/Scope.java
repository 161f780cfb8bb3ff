package io.bellbird.console.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What may be done over HTTP; who may do more may not for that alone do less. */
public enum Scope {
    /** Topics are read, as far as rights go. */
    READ,
    /** Messages are published, as far as rights go. */
    PUBLISH,
    /** Everything: clients, sessions, configuration, users; and topics whatever rights say. */
    ADMIN;

    /** As it is written: {@code read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope that is written so; empty when there is none. */
    public static Optional<Scope> of(String word) {
        return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
    }

    /** All that these stand for: ADMIN stands for everything. */
    public static Set<Scope> all(Set<Scope> scopes) {
        return scopes.contains(ADMIN) ? EnumSet.allOf(Scope.class) : Set.copyOf(scopes);
    }
}
