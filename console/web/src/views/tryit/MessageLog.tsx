import { memo } from 'preact/compat';
import { useState } from 'preact/hooks';
import { bytes as bytesText } from '../../lib/format';
import { fromUtf8 } from '../../lib/mqtt/bytes';
import { matches } from '../../lib/mqtt/filters';
import type { Properties } from '../../lib/mqtt/properties';
import { exactClock } from '../../lib/times';
import { containing, LOG_MAX, type Logged } from './log';
import { answer, clear, held, log, pause, paused, type Subscribed, settings, subscriptions } from './model';
import { preview, SHOWN, type Shown, toText } from './payload';

const ROWS = 100;
const NAMES: Record<Shown, string> = { auto: 'Automatic', text: 'Text', json: 'JSON', hex: 'Hex' };

/** What came and went, the newest first. */
export function MessageLog() {
    const [wanted, setWanted] = useState('');
    const [shown, setShown] = useState<Shown>('auto');
    const [all, setAll] = useState(false);
    const found = containing(log.value, wanted);
    return (
        <section class="card tryit-log" aria-labelledby="tryit-messages">
            <div class="tryit-bar">
                <h2 id="tryit-messages">Messages</h2>
                <span class="quiet tryit-count">{countText(found.length, log.value.length)}</span>
                <input
                    type="search"
                    aria-label="Only those that contain"
                    placeholder="Filter"
                    value={wanted}
                    onInput={(event) => setWanted(event.currentTarget.value)}
                />
                <select
                    aria-label="Payload as"
                    value={shown}
                    onChange={(event) => setShown(event.currentTarget.value as Shown)}
                >
                    {SHOWN.map((each) => (
                        <option key={each} value={each}>
                            {NAMES[each]}
                        </option>
                    ))}
                </select>
                <button type="button" aria-pressed={paused.value} onClick={() => pause(!paused.value)}>
                    {paused.value ? `Go on (${held.value} new)` : 'Pause'}
                </button>
                <button type="button" onClick={clear} disabled={log.value.length === 0}>
                    Clear
                </button>
            </div>
            {found.length === 0 ? (
                <Nothing filtered={log.value.length > 0} />
            ) : (
                <ol class="tryit-messages">
                    {found.slice(0, all ? LOG_MAX : ROWS).map((each) => (
                        <Row key={each.key} message={each} shown={shown} subscribed={subscriptions.value} />
                    ))}
                </ol>
            )}
            {found.length > ROWS && !all && (
                <button type="button" onClick={() => setAll(true)}>
                    Show all {found.length}
                </button>
            )}
        </section>
    );
}

function countText(found: number, all: number): string {
    const most = all === LOG_MAX ? ', older ones are forgotten' : '';
    return found === all ? `${all}${most}` : `${found} of ${all}${most}`;
}

function Nothing({ filtered }: { filtered: boolean }) {
    return (
        <div class="nothing quiet">
            {filtered ? (
                <p>No message contains that.</p>
            ) : (
                <>
                    <p>No messages yet.</p>
                    <p>
                        Connect, subscribe to a filter such as <code>#</code>, and publish something. For a talk of two,
                        open this page in a second window.
                    </p>
                </>
            )}
        </div>
    );
}

const Row = memo(function Row({
    message,
    shown,
    subscribed,
}: {
    message: Logged;
    shown: Shown;
    subscribed: Subscribed[];
}) {
    const [open, setOpen] = useState(false);
    const { topic, payload, direction } = message;
    const matching = direction === 'in' ? subscribed.filter(({ filter }) => matches(filter, topic)) : [];
    return (
        <li class={`tryit-${direction}`}>
            <details onToggle={(event) => setOpen(event.currentTarget.open)}>
                <summary>
                    <span class="tryit-colors" title={matching.map(({ filter }) => filter).join(', ')}>
                        {matching.map(({ filter, color }) => (
                            <span key={filter} style={{ background: color }} />
                        ))}
                    </span>
                    <time class="quiet">{exactClock(message.time)}</time>
                    <span class="tryit-topic">
                        <span class="tryit-way">{direction === 'in' ? '' : 'sent '}</span>
                        {topic}
                    </span>
                    <span class="tryit-badges">
                        <Badges message={message} />
                    </span>
                    <span class="tryit-preview">{preview(payload)}</span>
                </summary>
                {open && <Details message={message} shown={shown} matching={matching} />}
            </details>
        </li>
    );
});

function Badges({ message: { qos, retain, dup, direction, outcome, failed } }: { message: Logged }) {
    return (
        <>
            <span class="tryit-badge">QoS {qos}</span>
            {retain && <span class="tryit-badge">retained</span>}
            {dup && <span class="tryit-badge">again</span>}
            {direction === 'out' && <span class={failed ? 'tryit-badge bad' : 'tryit-badge'}>{outcome}</span>}
        </>
    );
}

function Details({ message, shown, matching }: { message: Logged; shown: Shown; matching: Subscribed[] }) {
    const rows = [
        ...(matching.length > 0 ? [['Subscriptions', matching.map(({ filter }) => filter).join(', ')]] : []),
        ['Size', bytesText(message.payload.length)],
        ...propertyRows(message.properties),
    ];
    return (
        <div class="tryit-details">
            <pre>{toText(message.payload, shown)}</pre>
            <dl>
                {rows.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
            {message.direction === 'in' && message.properties.responseTopic && settings.value.version === 5 && (
                <button type="button" onClick={() => answer(message)}>
                    Answer this
                </button>
            )}
        </div>
    );
}

function propertyRows(properties: Properties): string[][] {
    const {
        payloadFormat,
        messageExpiry,
        contentType,
        responseTopic,
        correlationData,
        userProperties = [],
    } = properties;
    const rows: [string, string | undefined][] = [
        ['Content type', contentType],
        ['Format', payloadFormat === 1 ? 'UTF-8 text' : undefined],
        ['Expires in', messageExpiry === undefined ? undefined : `${messageExpiry} s`],
        ['Response topic', responseTopic],
        ['Correlation data', correlationData && (fromUtf8(correlationData) ?? toText(correlationData, 'hex'))],
        ['Topic alias', properties.topicAlias?.toString()],
        ['User properties', userProperties.map(([name, value]) => `${name} = ${value}`).join('\n') || undefined],
    ];
    return rows.filter((row): row is [string, string] => row[1] !== undefined);
}
