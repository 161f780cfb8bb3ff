package io.bellbird.client.journal;

/**
 * A message that an earlier process has left.
 *
 * @param sequence 1 or more; messages were published in this order
 * @param sent it may have been sent; false when it surely was not
 * @param released the broker has it, and is to be told to release its packet id
 */
public record Kept(long sequence, Entry.Content content, boolean sent, boolean released) {}
