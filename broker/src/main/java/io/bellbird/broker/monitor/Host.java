package io.bellbird.broker.monitor;

import java.util.function.LongSupplier;

/**
 * The process around the broker.
 *
 * @param version of the broker, for example 0.1.0
 * @param heapBytes heap of the JVM that is in use, garbage included; any thread may ask
 */
public record Host(String version, LongSupplier heapBytes) {}
