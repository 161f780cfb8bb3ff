import { useState } from 'preact/hooks';
import { ask } from '../../lib/api';
import { Confirm } from '../../parts/Confirm';
import { clientPath, sessionPath } from './clients';
import { Span } from './Span';

interface Props {
    id: string;
    connected: boolean;
    /** It has a session. */
    there: boolean;
    onDone: (what: string) => void;
}

type Wanted = 'disconnect' | 'ban' | 'end' | undefined;

/** What can be done with a client; each asks first. */
export function Actions({ id, connected, there, onDone }: Props) {
    const [wanted, setWanted] = useState<Wanted>();
    const [reason, setReason] = useState('');
    const [seconds, setSeconds] = useState(600);
    const end = () => setWanted(undefined);
    const disconnect = async () => {
        await ask('POST', clientPath(id, '/disconnect'), reason.trim() ? { reason: reason.trim() } : {});
        onDone('It was disconnected.');
    };
    const ban = async () => {
        await ask('POST', clientPath(id, '/ban'), { seconds });
        onDone('It is banned: the tab Bans lets it in again.');
    };
    const endSession = async () => {
        await ask('DELETE', sessionPath(id));
        onDone('Its session has ended.');
    };
    return (
        <div class="clients-buttons">
            <button type="button" disabled={!connected} onClick={() => setWanted('disconnect')}>
                Disconnect
            </button>
            <button type="button" onClick={() => setWanted('ban')}>
                Ban
            </button>
            <button type="button" disabled={!there} onClick={() => setWanted('end')}>
                End session
            </button>
            {wanted === 'disconnect' && (
                <Confirm title={`Disconnect ${id}?`} action="Disconnect" run={disconnect} onEnd={end}>
                    <p>Its session stays as it is, and it may come back at once: most clients do so by themselves.</p>
                    <label class="field">
                        Reason for the log and, with MQTT 5, the client
                        <input
                            value={reason}
                            maxLength={200}
                            placeholder="administrative action"
                            onInput={(event) => setReason(event.currentTarget.value)}
                        />
                    </label>
                </Confirm>
            )}
            {wanted === 'ban' && (
                <Confirm title={`Ban ${id}?`} action="Ban" run={ban} onEnd={end}>
                    <p>It is disconnected, and nobody with this client id is let in for as long.</p>
                    <Span seconds={seconds} onChange={setSeconds} />
                </Confirm>
            )}
            {wanted === 'end' && (
                <Confirm title={`End the session of ${id}?`} action="End session" run={endSession} onEnd={end}>
                    <p>
                        It is disconnected. Its subscriptions and all messages that wait for it are lost; its will is
                        published.
                    </p>
                </Confirm>
            )}
        </div>
    );
}
