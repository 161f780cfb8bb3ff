package io.bellbird.client.journal;

import io.netty.buffer.ByteBuf;
import java.util.TreeSet;

/** The small things that hold at some point of the journal: with them each segment begins. Belongs to the journal's thread. */
final class State {
    /** The sequence of the next message. */
    long nextSequence = 1;
    /** All messages up to this one may have been sent; 0 for none. */
    long sentUpTo;
    /** Messages of QoS 2 that the broker has. */
    final TreeSet<Long> released = new TreeSet<>();
    /** Packet ids of messages of QoS 2 from the broker that were processed and not yet released. */
    final TreeSet<Integer> received = new TreeSet<>();

    void apply(Fact fact, long number) {
        switch (fact) {
            case SENT -> sentUpTo = Math.max(sentUpTo, number);
            case RELEASED -> released.add(number);
            case DONE -> released.remove(number);
            case RECEIVED -> received.add((int) number);
            case FORGOTTEN -> received.remove((int) number);
            case SESSION_NEW -> received.clear();
            case ONLINE, OFFLINE -> {
                // of this process only
            }
        }
    }

    void write(ByteBuf out) {
        out.writeLong(nextSequence).writeLong(sentUpTo).writeInt(released.size());
        released.forEach(out::writeLong);
        out.writeInt(received.size());
        received.forEach(out::writeShort);
    }

    /** Takes what another had when it was written. */
    void read(ByteBuf in) {
        nextSequence = in.readLong();
        sentUpTo = in.readLong();
        released.clear();
        for (int left = in.readInt(); left > 0; left--) {
            released.add(in.readLong());
        }
        received.clear();
        for (int left = in.readInt(); left > 0; left--) {
            received.add(in.readUnsignedShort());
        }
    }
}
