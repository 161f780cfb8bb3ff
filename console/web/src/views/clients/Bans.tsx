import { useState } from 'preact/hooks';
import { ask, get } from '../../lib/api';
import { duration } from '../../lib/format';
import { Failure } from '../../parts/Failure';
import type { Ban } from './clients';
import { usePolled } from './poll';
import { Span } from './Span';

/** Who may not connect for a while. */
export function Bans() {
    const { value, failure, again } = usePolled('bans', () => get<{ bans: Ban[] }>('/api/bans'));
    const [problem, setProblem] = useState<unknown>();
    const [said, setSaid] = useState('');
    const attempt = async (what: string, request: () => Promise<unknown>) => {
        try {
            await request();
            setProblem(undefined);
            setSaid(what);
            again();
            return true;
        } catch (why) {
            setProblem(why);
            return false;
        }
    };
    const lift = (ban: Ban) => {
        const whom = ban.client === undefined ? { address: ban.address ?? '' } : { client: ban.client };
        return attempt(`${nameOf(ban)} may connect again.`, () =>
            ask('DELETE', `/api/bans?${new URLSearchParams(whom)}`),
        );
    };
    return (
        <section class="clients-bans" aria-label="Bans">
            <Add
                onAdd={(kind, text, seconds) =>
                    attempt(`${text} is banned.`, () => ask('POST', '/api/bans', { [kind]: text, seconds }))
                }
            />
            <p role="status" class="clients-said">
                {said}
            </p>
            <Failure of={problem ?? failure} />
            {value?.bans.length === 0 && <p class="quiet">Nobody is banned.</p>}
            {value && value.bans.length > 0 && (
                <div class="card scroll">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">Who</th>
                                <th scope="col">Why</th>
                                <th scope="col">Ends in</th>
                                <th scope="col">
                                    <span class="visually-hidden">What can be done</span>
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {value.bans.map((ban) => (
                                <tr key={nameOf(ban)}>
                                    <th scope="row">
                                        <span class="quiet">{ban.client === undefined ? 'Address ' : 'Client '}</span>
                                        {nameOf(ban)}
                                    </th>
                                    <td>{ban.by === 'logins' ? `${ban.failures} logins failed` : 'banned by hand'}</td>
                                    <td>{duration(ban.seconds_left)}</td>
                                    <td>
                                        <button type="button" class="small" onClick={() => lift(ban)}>
                                            Let in again
                                            <span class="visually-hidden"> {nameOf(ban)}</span>
                                        </button>
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </section>
    );
}

function nameOf(ban: Ban): string {
    return ban.client ?? ban.address ?? '';
}

type Kind = 'client' | 'address';

function Add({ onAdd }: { onAdd: (kind: Kind, text: string, seconds: number) => Promise<boolean> }) {
    const [kind, setKind] = useState<Kind>('client');
    const [text, setText] = useState('');
    const [seconds, setSeconds] = useState(600);
    const submit = async (event: Event) => {
        event.preventDefault();
        if (await onAdd(kind, text.trim(), seconds)) {
            setText('');
        }
    };
    return (
        <form class="card clients-ban" onSubmit={submit}>
            <label class="field">
                Ban a
                <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
                    <option value="client">client id</option>
                    <option value="address">address</option>
                </select>
            </label>
            <label class="field clients-wide">
                {kind === 'client' ? 'Client id' : 'IPv4 or IPv6 address'}
                <input required value={text} onInput={(event) => setText(event.currentTarget.value)} />
            </label>
            <Span seconds={seconds} onChange={setSeconds} />
            <button type="submit">Ban</button>
        </form>
    );
}
