package io.bellbird.broker.conformance;

import io.bellbird.broker.security.AuthenticationMethod;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ReasonCode;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Everybody may connect by name and password; by the method {@code riddle} whoever knows the answers. The data {@code
 * answer} is right and {@code wrong} is wrong, {@code riddles} asks for as many as its second word says, and anything
 * else, or nothing, for one. {@code answer as NAME} is right for a user of that name. Right answers are told by another
 * thread.
 */
final class Riddle implements Authenticator, AuthenticationMethod {
    @Override
    public void authenticate(Credentials credentials, Reply answer) {
        answer.accept(ReasonCode.SUCCESS);
    }

    @Override
    public @Nullable AuthenticationMethod method(String name) {
        return name.equals("riddle") ? this : null;
    }

    @Override
    public Exchange begin(Credentials credentials) {
        return new Riddles();
    }

    private static final class Riddles implements Exchange {
        private int asked;
        private int wanted;

        @Override
        public void onData(@Nullable Bytes data, Answer answer) {
            String[] words = (data == null ? "" : data.toUtf8()).split(" ", -1);
            switch (words[0]) {
                case "wrong" -> answer.fail(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
                case "answer" -> onRightAnswer(words.length == 3 ? words[2] : null, answer);
                case "riddles" -> {
                    wanted = Integer.parseInt(words[1]);
                    ask(answer);
                }
                default -> ask(answer);
            }
        }

        private void onRightAnswer(@Nullable String username, Answer answer) {
            if (asked < wanted) {
                ask(answer);
            } else {
                Bytes welcome = asked == 0 ? null : Bytes.utf8("right");
                ForkJoinPool.commonPool().execute(() -> answer.succeed(username, welcome));
            }
        }

        private void ask(Answer answer) {
            asked++;
            answer.challenge(Bytes.utf8("riddle " + asked));
        }
    }
}
