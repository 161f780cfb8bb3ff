import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Failure } from '../../parts/Failure';

interface Props {
    title: string;
    /** What the button says that does it. */
    action: string;
    /** Does it; what it throws is shown. */
    run: () => Promise<void>;
    /** It is done, or is not to be. */
    onEnd: () => void;
    children: ComponentChildren;
}

/** Asks before something is done that cannot be undone. */
export function Confirm({ title, action, run, onEnd, children }: Props) {
    const dialog = useRef<HTMLDialogElement>(null);
    const [failure, setFailure] = useState<unknown>();
    const [busy, setBusy] = useState(false);
    useEffect(() => dialog.current?.showModal(), []);
    const submit = async (event: Event) => {
        event.preventDefault();
        setBusy(true);
        try {
            await run();
            onEnd();
        } catch (why) {
            setFailure(why);
            setBusy(false);
        }
    };
    return (
        <dialog ref={dialog} class="clients-confirm" aria-labelledby="clients-confirm" onClose={onEnd}>
            <form onSubmit={submit}>
                <h2 id="clients-confirm">{title}</h2>
                {children}
                <Failure of={failure} />
                <div class="clients-buttons">
                    <button type="button" onClick={onEnd}>
                        Cancel
                    </button>
                    <button type="submit" class="clients-danger" disabled={busy}>
                        {action}
                    </button>
                </div>
            </form>
        </dialog>
    );
}

export const spans = [
    { seconds: 600, title: '10 minutes' },
    { seconds: 3_600, title: '1 hour' },
    { seconds: 86_400, title: '1 day' },
    { seconds: 31_536_000, title: '1 year' },
];

/** For how long. */
export function Span({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
    return (
        <label class="clients-field">
            For
            <select value={seconds} onChange={(event) => onChange(Number(event.currentTarget.value))}>
                {spans.map((span) => (
                    <option key={span.seconds} value={span.seconds}>
                        {span.title}
                    </option>
                ))}
            </select>
        </label>
    );
}
