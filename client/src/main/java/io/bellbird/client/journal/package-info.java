/**
 * What a client must not forget when its process ends: an append-only journal in a folder. Owns the folder and the thread
 * that writes to it. {@link io.bellbird.client.journal.Journal} is the way in.
 *
 * <p>A folder holds {@code lock}, with the id of the client that it belongs to, and segments {@code N.journal}. A segment
 * is a header, the small state that holds at its beginning, and then a frame for each batch that was written, with a
 * checksum. Whatever a batch says holds as a whole or not at all.
 *
 * <p>May use {@code io.bellbird.codec}; knows no network and nothing of its client.
 */
@NullMarked
package io.bellbird.client.journal;

import org.jspecify.annotations.NullMarked;
