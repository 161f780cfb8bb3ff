import { useEffect, useRef, useState } from 'preact/hooks';
import { get } from '../../lib/api';
import { go, place } from '../../lib/place';
import { moment } from '../../lib/times';
import { Failure } from '../../parts/Failure';
import { Scroll } from '../../parts/Scroll';
import { loadRights, rights, take } from './draft';
import { Lines } from './Lines';
import { type Access, capital, type Explanation, type Refused, type Suggestion, verdict } from './model';
import { lines } from './text';

const ACCESSES: { access: Access; label: string }[] = [
    { access: 'publish', label: 'publish' },
    { access: 'subscribe', label: 'subscribe' },
    { access: 'receive', label: 'receive' },
];
const PAUSE_MILLIS = 250;

/** Asks why a client may do something with a topic, or may not. */
export function Why() {
    const [client = '', topic = '', access = 'publish', user = ''] = place.value.slice(2);
    const [answer, setAnswer] = useState<Explanation>();
    const [failure, setFailure] = useState<unknown>();
    const asked = client !== '' && topic !== '';

    useEffect(() => {
        setFailure(undefined);
        setAnswer(undefined);
        if (!asked) {
            return;
        }
        let current = true;
        const query = new URLSearchParams({ client, topic, access, ...(user ? { user } : {}) });
        loadRights().catch(() => undefined);
        get<Explanation>(`/api/explain?${query}`).then(
            (said) => current && setAnswer(said),
            (wrong) => current && setFailure(wrong),
        );
        return () => {
            current = false;
        };
    }, [client, topic, access, user]);

    return (
        <section class="sec-why" aria-labelledby="sec-why">
            <h2 id="sec-why" class="visually-hidden">
                Why can’t …?
            </h2>
            <Question key={place.value.join('/')} client={client} topic={topic} access={access} user={user} />
            <Failure of={failure} />
            <div aria-live="polite">
                {answer && <Answer answer={answer} />}
                {!asked && (
                    <p class="quiet">
                        Name a client and a topic: the broker finds out which user it is, shows the rule that decides
                        and, when it denies, what would allow it.
                    </p>
                )}
            </div>
        </section>
    );
}

function Question({ client, topic, access, user }: { client: string; topic: string; access: string; user: string }) {
    const [known, setKnown] = useState<string[]>([]);
    const pause = useRef(0);
    const search = (text: string) => {
        clearTimeout(pause.current);
        pause.current = window.setTimeout(() => {
            get<{ clients: { client: string }[] }>(`/api/clients?limit=10&search=${encodeURIComponent(text)}`).then(
                (found) => setKnown(found.clients.map((each) => each.client)),
                () => setKnown([]),
            );
        }, PAUSE_MILLIS);
    };
    const ask = (event: SubmitEvent) => {
        event.preventDefault();
        const form = new FormData(event.target as HTMLFormElement);
        const said = (name: string) => String(form.get(name) ?? '').trim();
        const more = said('user') ? [said('user')] : [];
        go('security', 'why', said('client'), said('topic'), said('access'), ...more);
    };
    return (
        <form class="card sec-question" onSubmit={ask}>
            <label>
                Why can’t the client
                <input
                    name="client"
                    required
                    defaultValue={client}
                    placeholder="pump-7"
                    list="sec-clients"
                    autocomplete="off"
                    spellcheck={false}
                    onInput={(event) => search(event.currentTarget.value)}
                />
            </label>
            <datalist id="sec-clients">
                {known.map((each) => (
                    <option key={each} value={each} />
                ))}
            </datalist>
            <fieldset class="sec-choice">
                <legend class="visually-hidden">What it wants to do</legend>
                {ACCESSES.map((each) => (
                    <label key={each.access}>
                        <input type="radio" name="access" value={each.access} defaultChecked={each.access === access} />
                        <span>{each.label}</span>
                    </label>
                ))}
            </fieldset>
            <label class="sec-wide">
                the topic or filter
                <input
                    name="topic"
                    required
                    defaultValue={topic}
                    placeholder="farm/gate"
                    autocomplete="off"
                    spellcheck={false}
                />
            </label>
            <label>
                as the user (if not its own)
                <input name="user" defaultValue={user} autocomplete="off" spellcheck={false} />
            </label>
            <button type="submit" class="primary">
                Find out
            </button>
        </form>
    );
}

function Answer({ answer }: { answer: Explanation }) {
    const { word, tone, sentence } = verdict(answer);
    return (
        <article class={`card sec-answer sec-${tone}`}>
            <p class="sec-word">{word}</p>
            <p class="sec-sentence">{sentence}</p>
            <p class="quiet">
                {answer.connected ? `Connected from ${answer.address}` : 'Not connected'}
                {answer.listener === undefined ? '' : ` · rules of listener ${answer.listener}`}
            </p>
            {answer.rule ? <DecidingRule rule={answer.rule} /> : <p class="sec-reason">{capital(answer.reason)}.</p>}
            {answer.suggestions.length > 0 && <Suggestions of={answer.suggestions} />}
            {answer.notes.length > 0 && (
                <>
                    <h3>Also worth knowing</h3>
                    <ul class="sec-notes">
                        {answer.notes.map((note) => (
                            <li key={note}>{capital(note)}.</li>
                        ))}
                    </ul>
                </>
            )}
            {answer.refusals.length > 0 && <Refusals of={answer.refusals} />}
        </article>
    );
}

function lineOf(file: string, line: number): string {
    return lines(rights.value?.files.find((each) => each.file === file)?.text ?? '')[line - 1] ?? 'this line';
}

/** The rule in its file, with the lines around it. */
function DecidingRule({ rule }: { rule: NonNullable<Explanation['rule']> }) {
    const file = rights.value?.files.find((each) => each.file === rule.file);
    const all = file ? lines(file.text) : [];
    const from = Math.max(0, rule.line - 4);
    const around =
        all[rule.line - 1]?.trim() === rule.text
            ? all.slice(from, rule.line + 3).map((text, i) => ({ line: from + i + 1, text }))
            : [{ line: rule.line, text: rule.text }];
    return (
        <>
            <h3>
                The rule that {rule.denies ? 'denies' : 'allows'} it: line {rule.line} of {rule.file}
            </h3>
            <Lines lines={around.map((each) => ({ ...each, marked: each.line === rule.line }))} />
        </>
    );
}

function Suggestions({ of }: { of: Suggestion[] }) {
    const [failure, setFailure] = useState<unknown>();
    const put = (suggestion: Suggestion) => take(suggestion).then(() => go('security', 'rights'), setFailure);
    return (
        <>
            <h3>What would allow it</h3>
            <Failure of={failure} />
            <ul class="sec-suggestions">
                {of.map((each) => (
                    <li key={each.what}>
                        <p>{capital(each.what)}:</p>
                        <Lines
                            lines={
                                each.removes > 0
                                    ? [{ line: each.line, text: lineOf(each.file, each.line), sign: '-' }]
                                    : each.lines
                                          .map((text, i) => ({ line: each.line + i, text, sign: '+' as const }))
                                          .filter((line) => line.text !== '')
                            }
                        />
                        <button type="button" onClick={() => put(each)}>
                            Put it into the rights …
                        </button>
                    </li>
                ))}
            </ul>
        </>
    );
}

function Refusals({ of }: { of: Refused[] }) {
    return (
        <>
            <h3>What it was refused lately</h3>
            <Scroll label="Table of refusals">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">Last</th>
                            <th scope="col">What</th>
                            <th scope="col">Why</th>
                            <th scope="col" class="number">
                                Times
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {of.map((each) => (
                            <tr key={`${each.what} ${each.topic}`}>
                                <td>{moment(each.time)}</td>
                                <td>
                                    {each.what} {each.topic && <code>{each.topic}</code>}
                                </td>
                                <td>{each.rule ?? each.reason}</td>
                                <td class="number">{each.count}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </Scroll>
        </>
    );
}
