import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, get } from '../../lib/api';
import { Failure } from '../../parts/Failure';
import './account.css';
import type { Scope } from './me';
import { NewTokenForm } from './NewTokenForm';
import { TokenSecret } from './TokenSecret';
import { TokenTable } from './TokenTable';
import type { MadeToken, NewToken, Token } from './tokens';

/** The tokens of programs: what there is, a new one, and the end of one. */
export default function Tokens() {
    const tokens = useSignal<Token[] | undefined>(undefined);
    const made = useSignal<{ token: MadeToken; scopes: Scope[] } | undefined>(undefined);
    const failure = useSignal<unknown>(undefined);

    async function guarded(action: () => Promise<void>): Promise<boolean> {
        try {
            failure.value = undefined;
            await action();
            return true;
        } catch (problem) {
            failure.value = problem;
            return false;
        }
    }

    const load = async () => {
        tokens.value = (await get<{ tokens: Token[] }>('/api/tokens')).tokens;
    };
    const make = (wanted: NewToken) =>
        guarded(async () => {
            made.value = { token: await ask<MadeToken>('POST', '/api/tokens', wanted), scopes: wanted.scopes };
            await load();
        });
    const revoke = (name: string) =>
        guarded(async () => {
            await ask<void>('DELETE', `/api/tokens/${encodeURIComponent(name)}`);
            if (made.value?.token.name === name) {
                made.value = undefined;
            }
            await load();
        });

    useEffect(() => {
        void guarded(load);
    }, []);

    return (
        <div class="tokens">
            <section class="card">
                <h2>Tokens for programs</h2>
                <p class="quiet">
                    A program that uses the REST interface brings a token, with no more scopes than it needs. It counts
                    until it ends or is revoked, also after the broker was started again.
                </p>
                <Failure of={failure.value} />
                {tokens.value && <TokenTable tokens={tokens.value} onRevoke={revoke} />}
            </section>
            {made.value && <TokenSecret made={made.value.token} scopes={made.value.scopes} />}
            <NewTokenForm onMake={make} />
        </div>
    );
}
