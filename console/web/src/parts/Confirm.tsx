import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from './Dialog';
import { Failure } from './Failure';

interface Props {
    title: string;
    /** What the button says that does it. */
    action: string;
    /** What the button says that does nothing. */
    keep?: string;
    /** Does it; what it throws is shown. */
    run: () => Promise<void>;
    /** It is done, or is not to be. */
    onEnd: () => void;
    children: ComponentChildren;
}

/** Asks before something is done that cannot be undone. */
export function Confirm({ title, action, keep = 'Cancel', run, onEnd, children }: Props) {
    const [failure, setFailure] = useState<unknown>();
    const [busy, setBusy] = useState(false);
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
        <Dialog title={title} onClose={onEnd}>
            <form onSubmit={submit}>
                {children}
                <Failure of={failure} />
                <div class="dialog-buttons">
                    <button type="button" onClick={onEnd}>
                        {keep}
                    </button>
                    <button type="submit" class="danger" disabled={busy}>
                        {action}
                    </button>
                </div>
            </form>
        </Dialog>
    );
}
