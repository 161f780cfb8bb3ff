import './account.css';
import { type Me, type Scope, shortName } from './me';

/** Says that a view is not for everybody, and what to do. */
export function NeedsScope({ title, scope, who }: { title: string; scope: Scope; who: Me }) {
    return (
        <section class="card needs-scope">
            <h2>{title} is for administrators</h2>
            <p>
                {who.kind === 'anonymous'
                    ? 'You are not logged in.'
                    : `${shortName(who)} has not the scope “${scope}”.`}{' '}
                The line <code>admin_user NAME</code> in the broker’s configuration makes a user an administrator.
            </p>
            <p>
                <a class="button primary" href="#/login">
                    Log in{who.kind === 'anonymous' ? '' : ' as somebody else'}
                </a>
            </p>
        </section>
    );
}
