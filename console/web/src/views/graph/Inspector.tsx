import { useEffect, useState } from 'preact/hooks';
import { addressOf } from '../../lib/address';
import { get } from '../../lib/api';
import { rate } from '../../lib/format';
import type { Message } from '../../lib/payload/message';
import { hashOfTopic, topicPath } from '../../lib/topics';
import { longName } from './labels';
import type { Edge, Node } from './network';
import { inspected, openGroup, selected, tick } from './state';

const NEIGHBOURS_MAX = 12;
const VALUE_CHARACTERS_MAX = 600;

/** What there is to know of one client, topic or group. */
export function Inspector() {
    tick.value;
    const node = inspected.value;
    if (!node) {
        return null;
    }
    const isClient = node.kind === 'client';
    return (
        <aside class="graph-inspector card" aria-label={longName(node)}>
            <header>
                <span class={`graph-mark graph-${node.kind}`} aria-hidden="true" />
                <h2>{node.label}</h2>
                <button type="button" aria-label="Close" onClick={() => select(undefined)}>
                    ×
                </button>
            </header>
            <p class="quiet">{what(node)}</p>
            <dl>
                <dt>{isClient ? 'publishes' : 'published here'}</dt>
                <dd>{rate(isClient ? node.given : node.taken)}</dd>
                <dt>{isClient ? 'is sent' : 'sent to clients'}</dt>
                <dd>{rate(isClient ? node.taken : node.given)}</dd>
            </dl>
            <Way node={node} />
            {!isClient && node.group === undefined && <LastValue topic={node.label} />}
            <Neighbours node={node} />
        </aside>
    );
}

function select(node: Node | undefined) {
    selected.value = node;
}

function what(node: Node): string {
    if (node.group === undefined) {
        return node.kind === 'client' ? 'Client' : 'Topic';
    }
    const of = node.group.startsWith('user:') ? 'of this user' : 'that begin so';
    return `Group of ${node.count} ${node.kind}s ${of}`;
}

/** Where more is to be seen of it. */
function Way({ node }: { node: Node }) {
    const { group } = node;
    if (group !== undefined) {
        return (
            <button type="button" class="primary" onClick={() => openGroup(group)}>
                Open this group
            </button>
        );
    }
    return node.kind === 'client' ? (
        <a href={addressOf('clients', 'list', node.label)}>Look at this client</a>
    ) : (
        <a href={hashOfTopic(node.label)}>Look at this topic</a>
    );
}

function LastValue({ topic }: { topic: string }) {
    const [said, setSaid] = useState('');
    const [asked, setAsked] = useState(0);
    useEffect(() => {
        let wanted = true;
        get<Message>(`${topicPath(topic)}?as=message`)
            .then((message) => message.payload ?? `${message.bytes} bytes that are no text`)
            .catch((failure: Error) => failure.message)
            .then((text) => wanted && setSaid(text.slice(0, VALUE_CHARACTERS_MAX)));
        return () => {
            wanted = false;
        };
    }, [topic, asked]);
    return (
        <section>
            <h3>
                Last value{' '}
                <button type="button" onClick={() => setAsked(asked + 1)}>
                    Read again
                </button>
            </h3>
            <pre aria-live="polite">{said}</pre>
        </section>
    );
}

function Neighbours({ node }: { node: Node }) {
    const edges = [...node.edges].sort((one, other) => other.rate - one.rate);
    if (edges.length === 0) {
        return <p class="quiet">No messages in the last minute.</p>;
    }
    return (
        <section>
            <h3>{node.kind === 'client' ? 'Topics' : 'Clients'}</h3>
            <ul class="graph-neighbours">
                {edges.slice(0, NEIGHBOURS_MAX).map((edge) => (
                    <Neighbour key={`${edge.from.id} ${edge.to.id}`} edge={edge} node={node} />
                ))}
            </ul>
            {edges.length > NEIGHBOURS_MAX && <p class="quiet">and {edges.length - NEIGHBOURS_MAX} more</p>}
        </section>
    );
}

function Neighbour({ edge, node }: { edge: Edge; node: Node }) {
    const other = edge.from === node ? edge.to : edge.from;
    const published = edge.from.kind === 'client';
    return (
        <li>
            <span class={published ? 'graph-published' : 'graph-sent'}>{published ? 'publishes' : 'is sent'}</span>
            <button type="button" class="graph-name" onClick={() => select(other)}>
                {longName(other)}
            </button>
            <span class="number">{rate(edge.rate)}</span>
        </li>
    );
}
