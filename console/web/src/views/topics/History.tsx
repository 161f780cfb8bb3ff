import { useMemo, useState } from 'preact/hooks';
import { bytes } from '../../lib/format';
import { changes } from '../../lib/payload/changes';
import { diffLines, withContext } from '../../lib/payload/diff';
import { messageTime } from '../../lib/times';
import { Copy } from '../../parts/Copy';
import { oneLine } from './brief';
import type { Past } from './past';

const AT_ONCE = 30;

/** The messages that were, the newest first; each with what changed since the one before. */
export function History({ all, dropped }: { all: Past[]; dropped: number }) {
    const [shown, setShown] = useState(AT_ONCE);
    const [open, setOpen] = useState<Past>();
    if (all.length === 0) {
        return null;
    }
    const first = Math.max(0, all.length - shown);
    return (
        <section class="card topics-card topics-wide" aria-labelledby="topics-history">
            <div class="topics-card-head">
                <h3 id="topics-history">History</h3>
                <span class="quiet">
                    {all.length} {all.length === 1 ? 'message' : 'messages'}
                    {dropped > 0 ? `, and ${dropped} that came too fast to be shown` : ''}
                </span>
            </div>
            <ol class="topics-history">
                {all
                    .slice(first)
                    .map((past, at) => (
                        <Item
                            key={past.message}
                            past={past}
                            before={all[first + at - 1]}
                            open={open?.message === past.message}
                            onToggle={() => setOpen(open?.message === past.message ? undefined : past)}
                        />
                    ))
                    .reverse()}
            </ol>
            {first > 0 && (
                <button type="button" onClick={() => setShown(shown + 100)}>
                    Show older
                </button>
            )}
        </section>
    );
}

interface ItemProps {
    past: Past;
    before: Past | undefined;
    open: boolean;
    onToggle: () => void;
}

function Item({ past, before, open, onToggle }: ItemProps) {
    const { message } = past;
    return (
        <li>
            <button type="button" class="topics-past" aria-expanded={open} onClick={onToggle}>
                <time>{messageTime(message.time)}</time>
                <span class="topics-past-value">
                    <InShort past={past} before={before} />
                </span>
                {message.retain && (
                    <span class="topics-retained" title="retained">
                        R
                    </span>
                )}
                <span class="quiet">Q{message.qos}</span>
            </button>
            {open && <Change past={past} before={before} />}
        </li>
    );
}

/** Of a structure what is not as it was before, else the start of it. */
function InShort({ past: { message, decoded }, before }: { past: Past; before: Past | undefined }) {
    const [now, then] = [decoded?.value, before?.decoded?.value];
    const changed = useMemo(() => (isStructure(now) && isStructure(then) ? changes(then, now) : []), [now, then]);
    if (changed.length > 0) {
        return changed.map((change) => (
            <span key={change.path} class="topics-changed">
                <span class="quiet">{change.path}</span> {change.before ?? '–'} → <b>{change.after ?? '–'}</b>
            </span>
        ));
    }
    if (message.bytes === 0) {
        return '(empty)';
    }
    const isText = decoded !== undefined && decoded.decoder !== 'hex' && decoded.decoder !== 'image';
    return isText ? oneLine(decoded.text, 120) : bytes(message.bytes);
}

function isStructure(value: unknown): boolean {
    return typeof value === 'object' && value !== null;
}

/** What changed, by line. */
function Change({ past, before }: { past: Past; before: Past | undefined }) {
    const [now, then] = [past.decoded?.text ?? '', before?.decoded?.text];
    const diff = useMemo(() => (then === undefined ? [] : withContext(diffLines(then, now))), [then, now]);
    return (
        <div class="topics-change">
            {then === undefined || then === now ? (
                <>
                    <p class="quiet">
                        {then === undefined
                            ? 'There is none before to compare it with.'
                            : 'The same as the one before.'}
                    </p>
                    <pre>{now}</pre>
                </>
            ) : (
                <pre>
                    {diff.map((line, at) => (
                        <span key={at} class={line ? CLASSES[line.op] : 'quiet'}>
                            {line ? `${line.op} ${line.text}\n` : '  …\n'}
                        </span>
                    ))}
                </pre>
            )}
            <Copy text={() => now} />
        </div>
    );
}

const CLASSES = { ' ': '', '-': 'topics-gone', '+': 'topics-came' };
