package io.bellbird.client.journal;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.io.IOException;

/** Something that is written to the journal, or only waits for its turn among the others. */
public sealed interface Entry {

    /** A message that is to be sent. Called back on the client's loop, but {@link #content}. */
    non-sealed interface Outgoing extends Entry {
        /** What is to be written. The journal's thread. */
        Content content();

        /**
         * It is in the journal.
         *
         * @param sequence 1 or more, higher than that of all before it
         */
        void onWritten(long sequence);

        /** It is not in the journal, and will not be. */
        void onFailed(IOException cause);

        /** So it is, since the journal was closed before. */
        void onClosed();
    }

    /**
     * One fact.
     *
     * @param number what it is about: see {@link Fact}
     * @param then called on the client's loop when it is written; not at all when the journal is closed before
     */
    record Note(Fact fact, long number, Runnable then) implements Entry {}

    /**
     * Nothing is written, only the order is kept.
     *
     * @param then called on the client's loop when all before it was
     */
    record Passing(Runnable then) implements Entry {}

    /**
     * A message as it is kept.
     *
     * @param publishedMillis since the epoch, on the clock of the machine, which may jump
     */
    record Content(
            Topic topic, Bytes payload, Qos qos, boolean retain, PublishProperties properties, long publishedMillis) {}
}
