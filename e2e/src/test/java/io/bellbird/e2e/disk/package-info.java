/**
 * Disks that fail: power losses and faults between a broker and its data folder.
 *
 * <p>Owns the Java side of the library in {@code e2e/shim}: the environment for a broker behind it, its record, the
 * folder as a power loss may leave it, and the faults. Confined to the thread of the test. Must not import a class of
 * the broker: it is another process.
 */
@NullMarked
package io.bellbird.e2e.disk;

import org.jspecify.annotations.NullMarked;
