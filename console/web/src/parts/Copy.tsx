import { useState } from 'preact/hooks';

const SAID_MILLIS = 1_500;

interface Props {
    text: () => string;
    /** What the button says. */
    what?: string;
    /** What is copied, for those who do not see what is beside the button. */
    of?: string;
    disabled?: boolean;
}

/** Copies a text, and says that it did; browsers let pages copy only when nobody can have changed them on the way. */
export function Copy({ text, what = 'Copy', of = '', disabled = false }: Props) {
    const [said, setSaid] = useState('');
    if (!navigator.clipboard) {
        return null;
    }
    async function copy() {
        try {
            await navigator.clipboard.writeText(text());
            setSaid('Copied');
        } catch {
            setSaid('Not allowed');
        }
        setTimeout(() => setSaid(''), SAID_MILLIS);
    }
    return (
        <button type="button" class="small" disabled={disabled} onClick={copy}>
            <span aria-live="polite">{said || what}</span>
            {of && <span class="visually-hidden"> {of}</span>}
        </button>
    );
}
