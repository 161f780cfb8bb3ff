import { bytes, duration } from '../../lib/format';
import { fromBase64, readableText, toHex } from '../../lib/payload/bytes';
import type { Choice, Decoder } from '../../lib/payload/decode';
import type { Message } from '../../lib/payload/message';
import { messageTime } from '../../lib/times';
import { Copy } from '../../parts/Copy';
import { Payload } from '../../parts/payload/Payload';
import type { Past } from './past';
import type { Watch } from './watch';

const DECODERS: [Decoder, string][] = [
    ['text', 'Text'],
    ['number', 'Number'],
    ['json', 'JSON'],
    ['cbor', 'CBOR'],
    ['msgpack', 'MessagePack'],
    ['image', 'Image'],
    ['hex', 'Hex'],
];

/** The last message of the topic. */
export function Value({ watch, last }: { watch: Watch; last: Past | undefined }) {
    return (
        <section class="card topics-card" aria-labelledby="topics-last">
            <div class="topics-card-head">
                <h3 id="topics-last">Last message</h3>
                {last && (
                    <>
                        <DecoderChoice watch={watch} last={last} />
                        <Copy text={() => copied(last)} />
                    </>
                )}
            </div>
            {last ? <Last past={last} /> : <p class="quiet">Nothing was published to this very topic yet.</p>}
        </section>
    );
}

function DecoderChoice({ watch, last }: { watch: Watch; last: Past }) {
    const read = DECODERS.find(([decoder]) => decoder === last.decoded?.decoder)?.[1];
    return (
        <select
            aria-label="Read as"
            value={watch.choice.value}
            onChange={(event) => void watch.choose(event.currentTarget.value as Choice)}
        >
            <option value="auto">Auto{watch.choice.value === 'auto' && read ? `: ${read}` : ''}</option>
            {DECODERS.map(([decoder, name]) => (
                <option key={decoder} value={decoder}>
                    {name}
                </option>
            ))}
        </select>
    );
}

function Last({ past: { message, payload, decoded } }: { past: Past }) {
    return (
        <>
            {payload && decoded ? (
                <Payload payload={payload} decoded={decoded} total={message.bytes} />
            ) : (
                <p class="quiet">The broker left the payload out, since it is long.</p>
            )}
            <Facts message={message} />
        </>
    );
}

/** What goes with a payload. */
function Facts({ message }: { message: Message }) {
    const facts: [string, string | undefined][] = [
        ['Time', messageTime(message.time)],
        ['Size', bytes(message.bytes)],
        ['QoS', String(message.qos)],
        ['Retain', message.retain ? 'yes' : undefined],
        ['From', from(message)],
        ['Content type', message.content_type],
        ['Response topic', message.response_topic],
        ['Correlation data', message.correlation_data && correlation(message.correlation_data)],
        ['Expires after', message.expiry_seconds === undefined ? undefined : duration(message.expiry_seconds)],
    ];
    return (
        <dl class="topics-facts">
            {facts.map(([name, value]) => value && <Fact key={name} name={name} value={value} />)}
            {message.user_properties?.map(([name, value], at) => (
                <Fact key={`${at} ${name}`} name={name} value={value} />
            ))}
        </dl>
    );
}

function Fact({ name, value }: { name: string; value: string }) {
    return (
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    );
}

function from({ client, user }: Message): string | undefined {
    return user && client ? `${client} (${user})` : (client ?? user);
}

function correlation(base64: string): string {
    try {
        const data = fromBase64(base64);
        return readableText(data) ?? toHex(data);
    } catch {
        return base64;
    }
}

/** Text as it came, and what is no text as it is shown. */
function copied({ payload, decoded }: Past): string {
    return (payload && readableText(payload)) ?? decoded?.text ?? '';
}
