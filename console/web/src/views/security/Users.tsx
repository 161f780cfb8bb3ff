import { useEffect, useState } from 'preact/hooks';
import { ask, get } from '../../lib/api';
import { Confirm } from '../../parts/Confirm';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Advice } from './Advice';
import { loadRights, rights } from './draft';
import { hashed, type User, type Users } from './model';
import { password } from './text';

/** What is being done to whom; of a new user there is no name. */
type Doing = { what: 'set'; user?: User } | { what: 'remove'; user: User };

function path(name: string, file: string): string {
    return `/api/users/${encodeURIComponent(name)}?file=${encodeURIComponent(file)}`;
}

/** The users of password files: who there is, new ones, other passwords. */
export function UsersPart() {
    const [users, setUsers] = useState<Users>();
    const [failure, setFailure] = useState<unknown>();
    const [doing, setDoing] = useState<Doing>();
    const [said, setSaid] = useState('');
    const load = () => get<Users>('/api/users').then(setUsers, setFailure);
    useEffect(() => {
        load();
        loadRights().catch(() => undefined);
    }, []);
    const done = (what: string) => {
        setDoing(undefined);
        setSaid(what);
        load();
    };

    if (!users) {
        return failure ? <Failure of={failure} /> : <p class="quiet">Loading …</p>;
    }
    return (
        <section aria-labelledby="sec-users">
            <div class="sec-head">
                <h2 id="sec-users">Users</h2>
                {users.files.length > 0 && (
                    <button type="button" class="primary" onClick={() => setDoing({ what: 'set' })}>
                        Add a user …
                    </button>
                )}
            </div>
            <p aria-live="polite" class="sec-said">
                {said}
            </p>
            <Failure of={failure} />
            {users.advice && <Advice title="There are no users yet" text={users.advice} />}
            {users.files
                .flatMap((file) => file.errors)
                .map((error) => (
                    <p key={error} class="bad">
                        {error}
                    </p>
                ))}
            {users.files.length > 0 && <Table users={users} onDo={setDoing} />}
            {users.files.length > 0 && users.listeners_without.length > 0 && (
                <p class="quiet">Without a password file: listener {users.listeners_without.join(', ')}.</p>
            )}
            {doing?.what === 'set' && (
                <SetPassword users={users} user={doing.user} onDone={done} onClose={() => setDoing(undefined)} />
            )}
            {doing?.what === 'remove' && <Remove user={doing.user} onDone={done} onClose={() => setDoing(undefined)} />}
        </section>
    );
}

function Table({ users, onDo }: { users: Users; onDo: (doing: Doing) => void }) {
    const several = users.files.length > 1;
    return (
        <div class="card scroll sec-stack">
            <table>
                <thead>
                    <tr>
                        <th scope="col">User</th>
                        <th scope="col">Roles and rules</th>
                        <th scope="col">Password</th>
                        {several && <th scope="col">File</th>}
                        <th scope="col">
                            <span class="visually-hidden">What to do</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {users.users.map((user) => (
                        <tr key={`${user.file}:${user.name}`}>
                            <th scope="row">{user.name}</th>
                            <td>
                                <Rules of={user.name} />
                            </td>
                            <td>
                                <Hash of={user} />
                            </td>
                            {several && <td class="quiet">{user.file}</td>}
                            <td class="sec-actions">
                                <button
                                    type="button"
                                    class="small"
                                    aria-label={`Another password for ${user.name}`}
                                    onClick={() => onDo({ what: 'set', user })}
                                >
                                    Password …
                                </button>
                                <button
                                    type="button"
                                    class="small"
                                    aria-label={`Remove ${user.name}`}
                                    onClick={() => onDo({ what: 'remove', user })}
                                >
                                    Remove …
                                </button>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {users.users.length === 0 && <p class="quiet">Nobody yet: add the first user.</p>}
        </div>
    );
}

function Rules({ of }: { of: string }) {
    const known = (rights.value?.files ?? []).flatMap((file) => file.users).filter((user) => user.name === of);
    const count = known.reduce((sum, user) => sum + user.rules, 0);
    const roles = [...new Set(known.flatMap((user) => user.roles))];
    if (!rights.value) {
        return null;
    }
    if (roles.length === 0 && count === 0) {
        return (
            <span class="quiet">
                {rights.value.files.length > 0 ? 'only what all clients have' : 'may do everything'}
            </span>
        );
    }
    return (
        <>
            {roles.map((role) => (
                <span key={role} class="sec-role">
                    {role}
                </span>
            ))}
            {count > 0 && `${count} ${count === 1 ? 'rule' : 'rules'}`}
        </>
    );
}

function Hash({ of }: { of: User }) {
    const [how, advice] = hashed(of);
    return (
        <>
            {how}
            {advice && <span class="sec-warn-text"> – {advice}</span>}
        </>
    );
}

interface DoneProps {
    onDone: (said: string) => void;
    onClose: () => void;
}

function SetPassword({ users, user, onDone, onClose }: { users: Users; user: User | undefined } & DoneProps) {
    const [secret, setSecret] = useState('');
    const [shown, setShown] = useState(false);
    const [failure, setFailure] = useState<unknown>();
    const [busy, setBusy] = useState(false);
    const submit = async (event: SubmitEvent) => {
        event.preventDefault();
        const form = new FormData(event.target as HTMLFormElement);
        const name = user?.name ?? String(form.get('name')).trim();
        const file = user?.file ?? String(form.get('file') ?? users.files[0]?.file);
        setBusy(true);
        try {
            await ask('PUT', path(name, file), { password: secret });
            onDone(user ? `${name} has another password. It holds now.` : `${name} may connect now.`);
        } catch (wrong) {
            setFailure(wrong);
            setBusy(false);
        }
    };
    return (
        <Dialog title={user ? `Another password for ${user.name}` : 'Add a user'} onClose={onClose}>
            <form class="sec-form" onSubmit={submit}>
                {!user && (
                    <label>
                        User name
                        <input name="name" required autocomplete="off" spellcheck={false} />
                    </label>
                )}
                {!user && users.files.length > 1 && (
                    <label>
                        Password file
                        <select name="file">
                            {users.files.map((each) => (
                                <option key={each.file}>{each.file}</option>
                            ))}
                        </select>
                    </label>
                )}
                <label>
                    Password
                    <input
                        required
                        type={(shown ? 'text' : 'password') as 'password'}
                        class={shown ? 'sec-mono' : ''}
                        autocomplete="new-password"
                        spellcheck={false}
                        value={secret}
                        onInput={(event) => setSecret(event.currentTarget.value)}
                    />
                </label>
                <div class="sec-row">
                    <button
                        type="button"
                        onClick={() => {
                            setSecret(password());
                            setShown(true);
                        }}
                    >
                        Make a strong one
                    </button>
                    <label class="sec-check">
                        <input
                            type="checkbox"
                            checked={shown}
                            onChange={(event) => setShown(event.currentTarget.checked)}
                        />
                        Show it
                    </label>
                </div>
                <p class="quiet">
                    {user
                        ? 'Clients that are connected as this user are disconnected, and need the new password.'
                        : 'The broker keeps a hash: write the password down before you close this.'}
                </p>
                <Failure of={failure} />
                <div class="dialog-buttons">
                    <button type="button" onClick={onClose}>
                        Cancel
                    </button>
                    <button type="submit" class="primary" disabled={busy}>
                        {user ? 'Change it' : 'Add the user'}
                    </button>
                </div>
            </form>
        </Dialog>
    );
}

function Remove({ user, onDone, onClose }: { user: User } & DoneProps) {
    const remove = async () => {
        await ask('DELETE', path(user.name, user.file));
        onDone(`${user.name} is removed.`);
    };
    return (
        <Confirm title={`Remove ${user.name}?`} action={`Remove ${user.name}`} keep="Keep" run={remove} onEnd={onClose}>
            <p>
                Clients that are connected as {user.name} are disconnected now. Rules for that name stay in the rights:
                whoever gets it later has them.
            </p>
        </Confirm>
    );
}
