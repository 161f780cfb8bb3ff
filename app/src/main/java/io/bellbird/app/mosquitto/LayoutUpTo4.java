package io.bellbird.app.mosquitto;

import io.bellbird.codec.Bytes;
import java.io.IOException;

/** Formats 3 (Mosquitto 1.4 to 1.5.5) and 4 (1.5.6 to 1.5.11): field by field. */
final class LayoutUpTo4 implements ChunkLayout {
    private final int version;

    LayoutUpTo4(int version) {
        this.version = version;
    }

    @Override
    public Chunk chunk(FileCursor in) throws IOException, MosquittoFileException {
        int type = in.unsignedShort("the type of a chunk");
        return new Chunk(type, in.unsignedInt("the length of a chunk"));
    }

    @Override
    public Configuration configuration(FileCursor in) throws IOException, MosquittoFileException {
        in.skip(1, "the mark of a clean stop");
        int numberBytes = in.unsignedByte("the size of a message number");
        return new Configuration(in.nativeLong("the last message number"), numberBytes);
    }

    @Override
    public Message message(FileCursor in) throws IOException, MosquittoFileException {
        long number = in.nativeLong("the number of a message");
        String publisher = string(in, "the client id of a publisher");
        String username = null;
        if (version == 4) {
            String written = string(in, "the username of a publisher");
            username = written.isEmpty() ? null : written;
            in.skip(2, "the port of a publisher");
        }
        in.skip(2, "the packet id from the publisher");
        in.skip(2, "an unused packet id");
        Bytes topic = in.bytes(in.unsignedShort("the length of a topic"), "a topic");
        int qos = in.unsignedByte("a QoS");
        int retain = in.unsignedByte("a RETAIN flag");
        long payloadBytes = in.unsignedInt("the length of a payload");
        long payload = in.position();
        in.skip(payloadBytes, "a payload");
        return new Message(number, 0, publisher, username, topic, qos, retain, payload, payloadBytes, Bytes.EMPTY);
    }

    @Override
    public Delivery delivery(FileCursor in) throws IOException, MosquittoFileException {
        String clientId = string(in, "a client id");
        long number = in.nativeLong("the number of a message");
        int packetId = in.unsignedShort("a packet id");
        int qos = in.unsignedByte("a QoS");
        int retain = in.unsignedByte("a RETAIN flag");
        int direction = in.unsignedByte("a direction");
        int state = in.unsignedByte("the state of a delivery");
        int duplicate = in.unsignedByte("a DUP flag");
        return new Delivery(clientId, number, packetId, qos, state, direction, retain, duplicate, Bytes.EMPTY);
    }

    @Override
    public Subscription subscription(FileCursor in) throws IOException, MosquittoFileException {
        String clientId = string(in, "a client id");
        String filter = string(in, "a topic filter");
        return new Subscription(clientId, filter, in.unsignedByte("a QoS"), 0, 0);
    }

    @Override
    public Session session(FileCursor in) throws IOException, MosquittoFileException {
        String clientId = string(in, "a client id");
        int lastPacketId = in.unsignedShort("the last packet id");
        String what = "the time of a disconnect";
        // as wide as the time of the machine
        long disconnected = in.remaining() == Integer.BYTES ? in.nativeInt(what) : in.nativeLong(what);
        return new Session(clientId, null, lastPacketId, MosquittoSession.NEVER, 0, disconnected);
    }

    private static String string(FileCursor in, String what) throws IOException, MosquittoFileException {
        return in.string(in.unsignedShort("the length of " + what), what);
    }
}
