package io.bellbird.codec;

/** A name and value that the application chose; names may repeat and order is kept (section 3.3.2.3.7). */
public record UserProperty(String name, String value) {}
