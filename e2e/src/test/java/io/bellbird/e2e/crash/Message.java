package io.bellbird.e2e.crash;

/**
 * One application message, known by its topic and its number.
 *
 * @param topic {@code KIND/SENDER/QOS}; its last level is the QoS of all messages on it
 * @param number 0 or more, growing by 1 for each message of the topic
 */
record Message(String topic, int number) {
    static final String RETAINED = "retained/";
    static final String WILL = "will/";

    private static final int CLEARS_EVERY = 7;
    private static final String FILLER = "abcdefghij".repeat(7_000);

    int qos() {
        return qos(topic);
    }

    /** 0..2 */
    static int qos(String topic) {
        return topic.charAt(topic.length() - 1) - '0';
    }

    boolean isRetained() {
        return topic.startsWith(RETAINED);
    }

    private boolean isWill() {
        return topic.startsWith(WILL);
    }

    /** Whether it removes the retained message of its topic. */
    boolean isClear() {
        return isRetained() && number % CLEARS_EVERY == CLEARS_EVERY - 1;
    }

    /** The same text for the same message: its number and, mostly few, sometimes very many more characters. */
    String payload() {
        return isClear() ? "" : number + ":" + FILLER.substring(0, fillerLength());
    }

    /**
     * The message that arrived with a payload.
     *
     * @throws IllegalArgumentException when nobody sent it: bytes were changed on the way
     */
    static Message of(String topic, String payload) {
        int colon = payload.indexOf(':');
        if (colon > 0) {
            Message message = new Message(topic, Integer.parseInt(payload, 0, colon, 10));
            if (message.payload().equals(payload)) {
                return message;
            }
        }
        throw new IllegalArgumentException("a payload of " + payload.length() + " characters on " + topic
                + " was not sent like this: " + payload.substring(0, Math.min(40, payload.length())));
    }

    private int fillerLength() {
        int spread = number * 31 + topic.length();
        if (number % 211 == 210 && !isWill()) { // CONNECT has room for 65,535 bytes of a will
            return 66_000 + spread % 4_000; // more than what is copied in one piece
        }
        return number % 17 == 16 ? 4_000 + spread % 1_000 : spread % 120;
    }
}
