import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Failure } from '../../parts/Failure';
import './account.css';
import { type Credentials, codeIn, isExposed, logIn, reason } from './login';

/** Lets somebody in, with a name and password, a token, or the code in the address. */
export function Login({ onDone }: { onDone: () => void }) {
    const failure = useSignal<unknown>(undefined);
    const busy = useSignal(false);
    const byToken = useSignal(false);

    async function submit(credentials: Credentials): Promise<void> {
        busy.value = true;
        failure.value = undefined;
        try {
            await logIn(credentials);
            onDone();
        } catch (problem) {
            failure.value = reason(problem);
        } finally {
            busy.value = false;
        }
    }

    useEffect(() => {
        const code = codeIn(location.hash);
        if (code) {
            history.replaceState(null, '', '#/login');
            void submit({ code });
        }
    }, []);

    function onSubmit(event: SubmitEvent): void {
        event.preventDefault();
        const given = new FormData(event.currentTarget as HTMLFormElement);
        const text = (name: string) => String(given.get(name) ?? '');
        void submit(
            byToken.value ? { token: text('token').trim() } : { name: text('name'), password: text('password') },
        );
    }

    return (
        <form class="card login" onSubmit={onSubmit} aria-labelledby="login-title">
            <h2 id="login-title">Log in</h2>
            <p class="quiet">
                {byToken.value
                    ? 'With a token that was made here, or the admin token of the broker.'
                    : 'With the name and password of an MQTT user.'}
            </p>
            {isExposed(location) && (
                <p class="login-warning">
                    This connection is not encrypted: whoever is on the way can read what you type. Reach the broker
                    through a proxy with TLS.
                </p>
            )}
            {byToken.value ? (
                <label>
                    Token
                    <input key="token" name="token" type="password" required autocomplete="off" />
                </label>
            ) : (
                <>
                    <label>
                        Name
                        <input key="name" name="name" required autocomplete="username" autocapitalize="none" />
                    </label>
                    <label>
                        Password
                        <input
                            key="password"
                            name="password"
                            type="password"
                            required
                            autocomplete="current-password"
                        />
                    </label>
                </>
            )}
            <Failure of={failure.value} />
            <div class="login-buttons">
                <button class="primary" type="submit" disabled={busy.value}>
                    {busy.value ? 'Logging in …' : 'Log in'}
                </button>
                <button
                    type="button"
                    class="login-other"
                    onClick={() => {
                        byToken.value = !byToken.value;
                        failure.value = undefined;
                    }}
                >
                    {byToken.value ? 'Use name and password' : 'Use a token'}
                </button>
            </div>
            <p class="quiet login-hint">
                On the broker’s own machine <code>bellbird console --open</code> opens this page logged in.
            </p>
        </form>
    );
}
