import { useId } from 'preact/hooks';
import { bytes } from '../../lib/format';
import type { Connack } from '../../lib/mqtt/codec';
import { clock } from '../../lib/times';
import { Failure } from '../../parts/Failure';
import { Check, Choice, Field, More, NumberField } from '../../parts/Fields';
import { MessageForm } from './MessageForm';
import { addresses, busy, connect, connected, disconnect, problem, settings, state } from './model';
import { Pairs } from './Pairs';
import type { Settings } from './settings';

const U16 = 65_535;
const U32 = 4_294_967_295;
const VERSIONS = [
    [5, 'MQTT 5'],
    [4, 'MQTT 3.1.1'],
] as const;

/** The connection: what it is made with while there is none, else how it is. */
export function Connection() {
    return (
        <section class="card tryit-connection" aria-labelledby="tryit-connection">
            <h2 id="tryit-connection">Connection</h2>
            {busy.value ? <Connected /> : <ConnectForm />}
            <Failure of={problem.value} />
        </section>
    );
}

function Connected() {
    const { phase, why, connack, retryAt } = state.value;
    const words = {
        connecting: 'Connecting …',
        connected: 'Connected',
        waiting: `Trying again at ${clock(retryAt ?? 0)}`,
        ended: 'Not connected',
    };
    return (
        <>
            <p role="status" class={`tryit-state tryit-${phase}`}>
                <strong>{words[phase]}</strong> {connected.value ? `to ${settings.value.url}` : why}
            </p>
            {connected.value && connack && <Granted connack={connack} />}
            <div class="tryit-buttons">
                <button type="button" onClick={() => disconnect()}>
                    Disconnect
                </button>
                {connected.value && settings.value.hasWill && (
                    <button type="button" onClick={() => disconnect(true)}>
                        Leave with the will
                    </button>
                )}
            </div>
        </>
    );
}

/** What the broker has said to CONNECT. */
function Granted({ connack: { sessionPresent, properties } }: { connack: Connack }) {
    const { version, clientId, keepAlive } = settings.value;
    const rows: [string, string | number | undefined][] = [
        ['Client id', properties.assignedClientId ?? clientId],
        ['Version', version === 5 ? 'MQTT 5' : 'MQTT 3.1.1'],
        ['Session', sessionPresent ? 'taken up again' : 'new'],
        ['Keep alive', `${properties.serverKeepAlive ?? keepAlive} s`],
        ['Receive maximum', properties.receiveMaximum],
        ['Largest packet', properties.maximumPacketSize && bytes(properties.maximumPacketSize)],
        ['Topic aliases', properties.topicAliasMaximum],
        ['Highest QoS', properties.maximumQos],
    ];
    return (
        <dl class="tryit-granted">
            {rows.map(
                ([name, value]) =>
                    value !== undefined && (
                        <div key={name}>
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        </div>
                    ),
            )}
        </dl>
    );
}

function ConnectForm() {
    const all = settings.value;
    const set = (some: Partial<Settings>) => {
        settings.value = { ...settings.value, ...some };
    };
    return (
        <form
            class="fields"
            onSubmit={(event) => {
                event.preventDefault();
                connect();
            }}
        >
            <Address url={all.url} onUrl={(url) => set({ url })} />
            <Field
                label="Client id"
                spellcheck={false}
                value={all.clientId}
                onValue={(clientId) => set({ clientId })}
            />
            <Choice label="Version" value={all.version} options={VERSIONS} onValue={(version) => set({ version })} />
            <Field label="User name" autocomplete="off" value={all.user} onValue={(user) => set({ user })} />
            <Field
                label="Password"
                type="password"
                autocomplete="off"
                value={all.password}
                onValue={(password) => set({ password })}
            />
            <Session all={all} set={set} />
            <More title="Last will" open={all.hasWill}>
                <Check label="Leave a will" value={all.hasWill} onValue={(hasWill) => set({ hasWill })} />
                {all.hasWill && (
                    <div class="field-wide">
                        <MessageForm
                            isWill
                            fields={all.will}
                            version={all.version}
                            onFields={(will) => set({ will })}
                        />
                    </div>
                )}
            </More>
            <div class="tryit-buttons field-wide">
                <button type="submit" class="primary">
                    Connect
                </button>
            </div>
        </form>
    );
}

function Session({ all, set }: { all: Settings; set: (some: Partial<Settings>) => void }) {
    return (
        <More title="Session and limits">
            <Check label="Clean start" value={all.cleanStart} onValue={(cleanStart) => set({ cleanStart })} />
            <Check label="Connect again" value={all.reconnect} onValue={(reconnect) => set({ reconnect })} />
            <NumberField
                label="Keep alive, seconds"
                max={U16}
                value={all.keepAlive}
                onValue={(keepAlive) => set({ keepAlive })}
            />
            {all.version === 5 && (
                <>
                    <NumberField
                        label="Session expiry, seconds"
                        max={U32}
                        value={all.sessionExpiry}
                        onValue={(sessionExpiry) => set({ sessionExpiry })}
                    />
                    <NumberField
                        label="Receive maximum"
                        min={1}
                        max={U16}
                        value={all.receiveMaximum}
                        onValue={(receiveMaximum) => set({ receiveMaximum })}
                    />
                    <NumberField
                        label="Largest packet, bytes"
                        min={1}
                        max={U32}
                        value={all.maximumPacketSize}
                        onValue={(maximumPacketSize) => set({ maximumPacketSize })}
                    />
                    <NumberField
                        label="Topic aliases"
                        max={U16}
                        value={all.topicAliasMaximum}
                        onValue={(topicAliasMaximum) => set({ topicAliasMaximum })}
                    />
                    <Pairs value={all.userProperties} onValue={(userProperties) => set({ userProperties })} />
                </>
            )}
        </More>
    );
}

function Address({ url, onUrl }: { url: string; onUrl: (url: string) => void }) {
    const list = useId();
    const known = addresses.value ?? [];
    return (
        <>
            <div class="field field-wide">
                <label for={`${list}-address`}>Address</label>
                <input
                    id={`${list}-address`}
                    required
                    placeholder="ws://localhost:8083"
                    spellcheck={false}
                    list={list}
                    value={url}
                    onInput={(event) => onUrl(event.currentTarget.value)}
                />
            </div>
            <datalist id={list}>
                {known.map((each) => (
                    <option key={each.url} value={each.url} />
                ))}
            </datalist>
            {addresses.value?.length === 0 && <NoListener />}
            {known.some((each) => each.url === url && !each.open) && <Closed />}
        </>
    );
}

/** A browser can only speak to a listener for WebSocket. */
function NoListener() {
    return (
        <div class="tryit-hint field-wide" role="note">
            <p>No listener of this broker is for browsers. Add these lines to its configuration, and start it again:</p>
            <pre>{'listener 8083 127.0.0.1\nprotocol websockets'}</pre>
        </div>
    );
}

/** The listener knows from which pages it is used, and this is none of them. */
function Closed() {
    return (
        <div class="tryit-hint field-wide" role="note">
            <p>
                This listener lets in pages of other origins only, and would refuse this one. Open the console at an
                address that it names, or add this line to it in the configuration and start the broker again:
            </p>
            <pre>{`websockets_origin ${location.origin}`}</pre>
        </div>
    );
}
