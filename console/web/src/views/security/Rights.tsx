import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Scroll } from '../../parts/Scroll';
import { Advice } from './Advice';
import { type Draft, draft, loadRights, open, rights, save, write } from './draft';
import { Lines } from './Lines';
import { type RightsFile, whom } from './model';
import { difference, lines, span } from './text';

/** The ACL files: written, compared, checked and saved. */
export function Rights() {
    const [failure, setFailure] = useState<unknown>();
    const [said, setSaid] = useState('');
    useEffect(() => {
        loadRights().catch(setFailure);
    }, []);
    const read = rights.value;
    if (!read) {
        return failure ? <Failure of={failure} /> : <p class="quiet">Loading …</p>;
    }
    const store = async () => {
        setFailure(undefined);
        setSaid('');
        try {
            setSaid((await save()) ? 'Saved. The rules hold now.' : '');
        } catch (wrong) {
            setFailure(wrong);
        }
    };
    const again = () => {
        draft.value = undefined;
        setFailure(undefined);
        loadRights().catch(setFailure);
    };
    const current = draft.value;
    return (
        <section aria-labelledby="sec-rights">
            <div class="sec-head">
                <h2 id="sec-rights">Rights</h2>
                {read.files.length > 1 && <Files files={read.files} shown={current?.saved.file} />}
            </div>
            {read.advice && <Advice title="Whoever may connect may do everything" text={read.advice} />}
            {read.files.length > 0 && read.listeners_without.length > 0 && (
                <p class="sec-warn-text">
                    Without rights, so that everything is allowed there: listener {read.listeners_without.join(', ')}.
                </p>
            )}
            <p aria-live="polite" class="sec-said">
                {said}
            </p>
            <Failure of={failure} />
            {current && <Writing draft={current} onSave={store} onAgain={again} />}
            {current && current.saved.rules.length > 0 && <Table of={current.saved} />}
        </section>
    );
}

function Files({ files, shown }: { files: RightsFile[]; shown: string | undefined }) {
    return (
        <label class="sec-check">
            File
            <select
                value={shown}
                onChange={(event) => open(files.find((each) => each.file === event.currentTarget.value))}
            >
                {files.map((each) => (
                    <option key={each.file} value={each.file}>
                        {each.file} (listener {each.listeners.join(', ')})
                    </option>
                ))}
            </select>
        </label>
    );
}

function Writing({ draft, onSave, onAgain }: { draft: Draft; onSave: () => Promise<void>; onAgain: () => void }) {
    const area = useRef<HTMLTextAreaElement>(null);
    const [reviewing, setReviewing] = useState(false);
    const changed = draft.text !== draft.saved.text;
    const goTo = (line: number) => {
        area.current?.focus();
        area.current?.setSelectionRange(...span(draft.text, line));
    };
    return (
        <div class="card">
            <div class="sec-head sec-file">
                <p class="quiet">
                    {draft.saved.file}
                    {changed && <strong class="sec-warn-text"> · not saved</strong>}
                </p>
                <div class="sec-row">
                    <button type="button" onClick={onAgain}>
                        {changed ? 'Discard' : 'Read it again'}
                    </button>
                    <button type="button" class="primary" disabled={!changed} onClick={() => setReviewing(true)}>
                        Review and save …
                    </button>
                </div>
            </div>
            {draft.errors.length > 0 && <Mistakes of={draft} onGo={goTo} />}
            <Editor draft={draft} area={area} />
            {reviewing && (
                <Review
                    draft={draft}
                    onSave={() => onSave().finally(() => setReviewing(false))}
                    onClose={() => setReviewing(false)}
                />
            )}
        </div>
    );
}

/** What is going to change, before it does. */
function Review({ draft, onSave, onClose }: { draft: Draft; onSave: () => void; onClose: () => void }) {
    return (
        <Dialog title="Save these changes?" onClose={onClose}>
            <div class="sec-review">
                <Lines lines={difference(draft.saved.text, draft.text)} />
            </div>
            <p class="quiet">
                The broker checks the rules first. They hold at once, also for clients that are connected.
            </p>
            <div class="dialog-buttons">
                <button type="button" onClick={onClose}>
                    Back
                </button>
                <button type="button" class="primary" onClick={onSave}>
                    Save
                </button>
            </div>
        </Dialog>
    );
}

function Mistakes({ of, onGo }: { of: Draft; onGo: (line: number) => void }) {
    return (
        <div role="alert" class="sec-mistakes">
            <p class="bad">Not saved, since there are mistakes:</p>
            <ul class="sec-errors">
                {of.errors.map((error) => (
                    <li key={`${error.line} ${error.text}`}>
                        {error.line > 0 && (
                            <button type="button" onClick={() => onGo(error.line)}>
                                Line {error.line}
                            </button>
                        )}{' '}
                        {error.text}
                    </li>
                ))}
            </ul>
        </div>
    );
}

/** A text with its line numbers, all of it without scrolling; lines with mistakes are marked. */
function Editor({ draft, area }: { draft: Draft; area: { current: HTMLTextAreaElement | null } }) {
    const count = Math.max(lines(draft.text).length + 1, 10);
    const wrong = new Set(draft.errors.map((error) => error.line));
    return (
        <div class="sec-editor">
            <div class="sec-gutter" aria-hidden="true">
                {Array.from({ length: count }, (_, i) => (
                    <div key={i} class={wrong.has(i + 1) ? 'sec-wrong' : ''}>
                        {i + 1}
                    </div>
                ))}
            </div>
            <textarea
                ref={area}
                aria-label={`The rules in ${draft.saved.file}`}
                rows={count}
                spellcheck={false}
                autocapitalize="off"
                value={draft.text}
                onInput={(event) => write(event.currentTarget.value)}
            />
        </div>
    );
}

function Table({ of }: { of: RightsFile }) {
    return (
        <>
            <h2>Who may what</h2>
            <Scroll label="Table of rules">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">For</th>
                            <th scope="col">May</th>
                            <th scope="col">Topics</th>
                            <th scope="col" class="number">
                                Line
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {of.rules.map((rule) => (
                            <tr key={rule.line}>
                                <td>
                                    {whom(rule)}
                                    {rule.section === 'role' && <Holders of={of} role={rule.name ?? ''} />}
                                </td>
                                <td class={rule.access === 'deny' ? 'bad' : ''}>
                                    {rule.access === 'deny' ? 'nothing (deny)' : rule.access}
                                </td>
                                <td>
                                    <code>{rule.filter}</code>
                                </td>
                                <td class="number">{rule.line}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </Scroll>
        </>
    );
}

function Holders({ of, role }: { of: RightsFile; role: string }) {
    const names = of.users.filter((user) => user.roles.includes(role)).map((user) => user.name);
    return <span class="quiet"> ({names.length > 0 ? names.join(', ') : 'nobody has it'})</span>;
}
