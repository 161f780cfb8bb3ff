package io.bellbird.console.access;

import java.util.Locale;

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
}
