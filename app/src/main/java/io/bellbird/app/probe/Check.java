package io.bellbird.app.probe;

import io.bellbird.codec.ProtocolError;
import java.io.IOException;

/**
 * One thing to try.
 *
 * @param area the heading below which it is shown
 * @param statement what is broken when the broker closes or is silent instead; "" when it may do so
 * @param since5 there is no such thing before MQTT 5
 */
record Check(String area, String what, String statement, boolean since5, Experiment experiment) {

    /** How it is tried. */
    interface Experiment {
        /**
         * Tries it.
         *
         * @throws IOException when the broker closes or is silent where an answer is awaited
         */
        Finding run(Visit visit) throws IOException, InterruptedException;
    }

    /** Tries it. Whatever the broker does is a finding. */
    Finding run(Visit visit) throws InterruptedException {
        if (since5 && !visit.version().hasProperties()) {
            return Finding.notTried("it needs MQTT 5");
        }
        try {
            return experiment.run(visit);
        } catch (RefusedException refused) {
            return Finding.refused(refused.getMessage());
        } catch (UnansweredException unanswered) {
            return statement.isEmpty()
                    ? Finding.no(unanswered.getMessage())
                    : Finding.deviation(statement, unanswered.getMessage());
        } catch (ProtocolError broken) {
            return Finding.deviation(broken.statement(), "the broker sends what is not MQTT: " + broken.text());
        } catch (IOException unreachable) {
            return Finding.notTried(unreachable.getMessage());
        }
    }
}
