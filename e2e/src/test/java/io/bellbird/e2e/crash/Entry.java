package io.bellbird.e2e.crash;

/**
 * One line of the ledger.
 *
 * @param nanos monotonic time of the machine (System.nanoTime, which is CLOCK_MONOTONIC here)
 * @param client who noted it
 * @param text the topic of a message, or what the kind says
 * @param number of a message; otherwise what the kind says
 */
record Entry(long nanos, Kind kind, String client, String text, int number) {
    enum Kind {
        /** A PUBLISH leaves for the first time. */
        SENT,
        /** A PUBLISH leaves again, after a lost connection. */
        SENT_AGAIN,
        /** PUBACK or PUBREC arrived: from now on the broker answers for the message. */
        ACKNOWLEDGED,
        /** A PUBLISH arrived that is not a repetition of one whose exchange goes on. */
        RECEIVED,
        /** CONNACK arrived. */
        CONNECTED,
        /** The client is about to cut its own connection. */
        CUT,
        /** The number of the last message of a retained topic when the round begins, -1 if there was none. */
        STANDING,
        /** A retained message was found, or with number -1 none, on the topic. */
        RETAINED,
        /** CONNACK arrived for a CONNECT with a will; the number is the will's. */
        WILL_SET,
        /** The will must not be published any more. */
        WILL_CANCELLED,
        /** The broker was ended; no client. */
        CRASHED,
        /** The broker is there again; no client. */
        RESTARTED,
        /** The broker did what it must not do; the text says what. */
        WRONG
    }

    Message message() {
        return new Message(text, number);
    }

    String line() {
        return nanos + "\t" + kind + "\t" + client + "\t" + text + "\t" + number;
    }

    static Entry parse(String line) {
        String[] fields = line.split("\t", -1);
        return new Entry(
                Long.parseLong(fields[0]), Kind.valueOf(fields[1]), fields[2], fields[3], Integer.parseInt(fields[4]));
    }
}
