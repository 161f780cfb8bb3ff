import { useState } from 'preact/hooks';
import { Failure } from '../../parts/Failure';
import { MessageForm } from './MessageForm';
import { asked, busy, connected, publish, publishing, request, settings } from './model';
import { toText } from './payload';

/** Sends messages, and questions that want an answer. */
export function Publisher() {
    const [failure, setFailure] = useState<unknown>();
    const attempt = (action: typeof publish) => {
        setFailure(undefined);
        action(publishing.value).catch(setFailure);
    };
    return (
        <section class="card" aria-labelledby="tryit-publish">
            <h2 id="tryit-publish">Publish</h2>
            <form
                onSubmit={(event) => {
                    event.preventDefault();
                    attempt(event.submitter?.dataset.ask ? request : publish);
                }}
            >
                <MessageForm
                    fields={publishing.value}
                    version={settings.value.version}
                    onFields={(fields) => {
                        publishing.value = fields;
                    }}
                />
                <div class="tryit-buttons">
                    <button type="submit" class="primary" disabled={!busy.value}>
                        Publish
                    </button>
                    {settings.value.version === 5 && (
                        <button
                            type="submit"
                            data-ask="yes"
                            disabled={!connected.value}
                            title="Publishes with a response topic and correlation data, and waits for the answer"
                        >
                            Ask for an answer
                        </button>
                    )}
                </div>
            </form>
            <Failure of={failure} />
            <Answer />
        </section>
    );
}

function Answer() {
    const question = asked.value;
    if (!question) {
        return null;
    }
    const { responseTopic, answer, millis = 0, why } = question;
    return (
        <div class="tryit-answer" role="status">
            {answer ? (
                <>
                    <strong>Answered in {millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms</strong>
                    <pre>{toText(answer.payload, 'auto')}</pre>
                </>
            ) : (
                (why ?? `Waiting for the answer at ${responseTopic} …`)
            )}
        </div>
    );
}
