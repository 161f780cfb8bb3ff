import { useSignal } from '@preact/signals';
import type { Scope } from './me';
import { LIVES, type NewToken, newToken } from './tokens';

const SCOPES: [Scope, string][] = [
    ['read', 'see topics'],
    ['publish', 'publish messages'],
    ['admin', 'everything, on all topics'],
];

/** What a new token may do, and for how long. */
export function NewTokenForm({ onMake }: { onMake: (token: NewToken) => Promise<boolean> }) {
    const scopes = useSignal<Scope[]>(['read']);
    const limited = !scopes.value.includes('admin');

    async function onSubmit(event: SubmitEvent): Promise<void> {
        event.preventDefault();
        const form = event.currentTarget as HTMLFormElement;
        if (await onMake(newToken(new FormData(form)))) {
            form.reset();
            scopes.value = ['read'];
        }
    }

    function choose(scope: Scope, chosen: boolean): void {
        scopes.value = chosen ? [...scopes.value, scope] : scopes.value.filter((each) => each !== scope);
    }

    return (
        <form class="card tokens-new" onSubmit={onSubmit} aria-labelledby="new-title">
            <h2 id="new-title">A new token</h2>
            <label>
                Name
                <input name="name" required maxLength={64} pattern="[A-Za-z0-9._\-]+" placeholder="sensor-7" />
            </label>
            <fieldset>
                <legend>It may</legend>
                {SCOPES.map(([scope, words]) => (
                    <label class="tokens-scope" key={scope}>
                        <input
                            type="checkbox"
                            name="scope"
                            value={scope}
                            checked={scopes.value.includes(scope)}
                            onChange={(event) => choose(scope, event.currentTarget.checked)}
                        />
                        <b>{scope}</b> {words}
                    </label>
                ))}
            </fieldset>
            {limited && (
                <label>
                    Only on topics of these filters, one a line
                    <textarea name="filters" rows={2} placeholder="all topics" spellcheck={false} />
                </label>
            )}
            <label>
                It counts
                <select name="life" defaultValue={String(LIVES[1]?.[0])}>
                    {LIVES.map(([seconds, words]) => (
                        <option key={seconds} value={seconds} selected={seconds === LIVES[1]?.[0]}>
                            {seconds > 0 ? `for ${words}` : words}
                        </option>
                    ))}
                </select>
            </label>
            <button class="primary" type="submit" disabled={scopes.value.length === 0}>
                Make the token
            </button>
        </form>
    );
}
