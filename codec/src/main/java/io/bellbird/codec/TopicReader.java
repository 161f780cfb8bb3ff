package io.bellbird.codec;

/** Reads topic names (section 4.7) through the cache, and says what is wrong with one that is none. */
final class TopicReader {
    private TopicReader() {}

    /**
     * Reads a topic name.
     *
     * @param length in bytes, at least 1
     * @param statement that forbids wildcards here
     * @throws ProtocolError MALFORMED_PACKET when it is not well-formed UTF-8, has a U+0000 or a wildcard
     */
    static Topic read(PacketBody body, int length, TopicCache topics, String statement) {
        int index = body.skip(length, "the topic name");
        Topic topic = topics.topic(body.buffer(), index, length);
        if (topic == null) {
            throw notATopic(body, index, length, statement);
        }
        return topic;
    }

    private static ProtocolError notATopic(PacketBody body, int index, int length, String statement) {
        byte[] utf8 = new byte[length];
        body.buffer().getBytes(index, utf8);
        return Utf8.isString(utf8)
                ? PacketBody.malformed(statement, "the topic name has a wildcard")
                : body.notAString(utf8, "the topic name");
    }
}
