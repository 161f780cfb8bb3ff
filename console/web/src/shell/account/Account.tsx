import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Failure } from '../../parts/Failure';
import './account.css';
import { logOut } from './login';
import { kindOf, may, me, shortName } from './me';

/** Who is logged in, and what he can do about it. */
export function Account() {
    const failure = useSignal<unknown>(undefined);
    const who = me.value;
    useEffect(() => {
        addEventListener('hashchange', hide);
        return () => removeEventListener('hashchange', hide);
    }, []);
    if (!who) {
        return null;
    }
    const leave = async () => {
        try {
            await logOut();
        } catch (problem) {
            failure.value = problem;
        }
    };
    return (
        <div class="account">
            <button type="button" class="account-button" popovertarget="account-menu">
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <circle cx="8" cy="5" r="3" />
                    <path d="M2 15c0-4 2.7-6 6-6s6 2 6 6z" />
                </svg>
                <span>{shortName(who)}</span>
            </button>
            <div id="account-menu" class="card account-menu" popover="auto">
                <p class="account-name">{who.name}</p>
                <p class="quiet">{kindOf(who)}</p>
                <p>
                    May:{' '}
                    {who.scopes.map((scope) => (
                        <span class="account-scope" key={scope}>
                            {scope}
                        </span>
                    ))}
                </p>
                <nav aria-label="Account">
                    {may('admin', who) && <a href="#/tokens">Tokens for programs</a>}
                    <a href="#/login">{who.kind === 'anonymous' ? 'Log in' : 'Log in as somebody else'}</a>
                    {who.kind !== 'anonymous' && (
                        <button type="button" onClick={leave}>
                            Log out
                        </button>
                    )}
                </nav>
                <Failure of={failure.value} />
            </div>
        </div>
    );
}

function hide(): void {
    document.getElementById('account-menu')?.hidePopover();
}
