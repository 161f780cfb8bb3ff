package io.bellbird.app.probe;

/** What a check found. */
enum Answer {
    /** The broker can do it, as the standard has it. */
    YES("yes"),
    /** It cannot, and says so or need not. */
    NO("no"),
    /** It can, but this client may not. */
    REFUSED("refused"),
    /** Something that is needed for it is missing. */
    NOT_TRIED("not tried"),
    /** The standard says that it must, or must not. */
    DEVIATION("deviation");

    private final String word;

    Answer(String word) {
        this.word = word;
    }

    /** For tables and scripts. */
    String word() {
        return word;
    }
}
