import { useState } from 'preact/hooks';

const SAID_MILLIS = 1500;

/** Copies a text, and says that it did. */
export function Copy({ text, what }: { text: () => string; what: string }) {
    const [said, setSaid] = useState('');
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
        <button type="button" class="topics-small" onClick={copy}>
            <span aria-live="polite">{said || what}</span>
        </button>
    );
}
