package io.bellbird.broker.security;

import io.bellbird.codec.ReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Says who may connect when the test says so, or throws. */
public final class TestAuthenticator implements Authenticator {
    private final ArrayDeque<Reply> unanswered = new ArrayDeque<>();
    private final List<Credentials> asked = new ArrayList<>();
    private boolean broken;

    /** Whom it was asked about, in order. */
    public List<Credentials> asked() {
        return asked;
    }

    /** Answers the oldest question. */
    public void answer(ReasonCode reason) {
        unanswered.remove().accept(reason);
    }

    /** From now on every question throws, or no longer. */
    public void breakDown(boolean on) {
        broken = on;
    }

    @Override
    public void authenticate(Credentials credentials, Reply answer) {
        if (broken) {
            throw new IllegalStateException("injected: the authenticator is broken");
        }
        asked.add(credentials);
        unanswered.add(answer);
    }
}
