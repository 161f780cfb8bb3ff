import { useState } from 'preact/hooks';
import { ask, get } from '../../lib/api';
import { count, duration } from '../../lib/format';
import { allListeners, type Listener } from '../../lib/listeners';
import { Confirm } from '../../parts/Confirm';
import { Failure } from '../../parts/Failure';
import { Scroll } from '../../parts/Scroll';
import type { Drain } from './clients';
import { usePolled } from './poll';

interface Both {
    listeners: Listener[];
    drain: Drain;
}

async function both(): Promise<Both> {
    const [listeners, drain] = await Promise.all([allListeners(), get<Drain>('/api/drain')]);
    return { listeners, drain };
}

/** Where clients connect, and whether they may. */
export function Listeners() {
    const { value, failure, again } = usePolled('listeners', both);
    return (
        <section class="clients-bans" aria-label="Listeners">
            <Failure of={failure} />
            {value && (
                <>
                    <Scroll label="Table of listeners">
                        <table>
                            <thead>
                                <tr>
                                    <th scope="col">Address</th>
                                    <th scope="col">Speaks</th>
                                    <th scope="col" class="number">
                                        Connections
                                    </th>
                                    <th scope="col" class="number">
                                        At most
                                    </th>
                                </tr>
                            </thead>
                            <tbody>
                                {value.listeners.map((listener) => (
                                    <tr key={listener.address}>
                                        <th scope="row">{listener.address}</th>
                                        <td>
                                            {listener.protocol === 'websockets' ? 'MQTT over WebSocket' : 'MQTT'}
                                            {listener.tls && ' with TLS'}
                                        </td>
                                        <td class="number">{count(listener.connections)}</td>
                                        <td class="number">{listener.max_connections ?? 'no limit'}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </Scroll>
                    <Draining drain={value.drain} again={again} />
                </>
            )}
        </section>
    );
}

function Draining({ drain, again }: { drain: Drain; again: () => void }) {
    const [asking, setAsking] = useState(false);
    const [seconds, setSeconds] = useState(30);
    const [failure, setFailure] = useState<unknown>();
    const begin = async () => {
        await ask('POST', '/api/drain', { seconds });
        again();
    };
    const end = async () => {
        try {
            await ask('DELETE', '/api/drain');
            again();
        } catch (why) {
            setFailure(why);
        }
    };
    return (
        <article class="card">
            <h2>{drain.draining ? 'The broker is drained' : 'Drain the broker'}</h2>
            <p role="status">
                {drain.draining
                    ? `Nobody is let in since ${duration((Date.now() - (drain.since ?? Date.now())) / 1000)}. ${left(drain)}`
                    : 'Before maintenance: nobody is let in any more, and clients are asked to go, one after the other.'}
            </p>
            <Failure of={failure} />
            {drain.draining ? (
                <button type="button" onClick={end}>
                    Let clients in again
                </button>
            ) : (
                <button type="button" onClick={() => setAsking(true)}>
                    Drain …
                </button>
            )}
            {asking && (
                <Confirm title="Drain the broker?" action="Drain" run={begin} onEnd={() => setAsking(false)}>
                    <p>{left(drain)} All of them are disconnected, and cannot come back until it is ended here.</p>
                    <label class="field">
                        Seconds over which they are asked to go
                        <input
                            type="number"
                            min={0}
                            max={86_400}
                            value={seconds}
                            onInput={(event) => setSeconds(Number(event.currentTarget.value))}
                        />
                    </label>
                </Confirm>
            )}
        </article>
    );
}

function left(drain: Drain): string {
    return drain.connected === 1 ? '1 client is connected.' : `${count(drain.connected)} clients are connected.`;
}
