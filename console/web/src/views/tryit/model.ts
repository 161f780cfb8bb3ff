import { computed, effect, signal } from '@preact/signals';
import { allListeners } from '../../lib/listeners';
import { fromUtf8, toUtf8 } from '../../lib/mqtt/bytes';
import { Client, type State } from '../../lib/mqtt/client';
import type { Message, Publish, Subscription } from '../../lib/mqtt/codec';
import { reasonText } from '../../lib/mqtt/reasons';
import { type Address, addressesOf, usualAddress } from './addresses';
import { LOG_MAX, type Logged, longer } from './log';
import { type MessageFields, NO_MESSAGE, newSettings, type Settings, toMessage, toOptions } from './settings';

/** A subscription, and what the broker says to it. */
export interface Subscribed extends Subscription {
    color: string;
    answer: string;
    failed: boolean;
}

/** A question, and the message that answered it. */
export interface Asked {
    responseTopic: string;
    correlation: string;
    /** Milliseconds, as performance.now() counts. */
    since: number;
    answer?: Publish;
    /** Until the answer. */
    millis?: number;
    why?: string;
}

interface Remembered {
    settings: Settings;
    subscriptions: Subscription[];
    colors: string[];
    publish: MessageFields;
}

const STORED = 'bellbird.tryit';
const FLUSH_MILLIS = 200;
const ON_ITS_WAY = 'on its way';
const ANSWER_MILLIS = 10_000;
/** Each can be told from its neighbours, on dark ground and on light. */
export const COLORS = ['#2f80ed', '#e8590c', '#2b9348', '#ae3ec9', '#d6336c', '#0c8599', '#b08900', '#868e96'];

const remembered = recall();

export const settings = signal<Settings>(remembered.settings);
export const publishing = signal<MessageFields>(remembered.publish);
export const subscriptions = signal<Subscribed[]>(
    remembered.subscriptions.map((each, at) => ({
        ...each,
        color: remembered.colors[at] ?? color(at),
        answer: '',
        failed: false,
    })),
);
export const state = signal<State>({ phase: 'ended', why: '' });
export const problem = signal('');
export const log = signal<Logged[]>([]);
export const paused = signal(false);
/** How many messages have come since it was paused. */
export const held = signal(0);
export const asked = signal<Asked | undefined>(undefined);
/** Where browsers can connect; undefined while that is not known. */
export const addresses = signal<Address[] | undefined>(undefined);

export const connected = computed(() => state.value.phase === 'connected');
export const busy = computed(() => state.value.phase !== 'ended');

let client: Client | undefined;
let newer: Logged[] = [];
let flushing: ReturnType<typeof setTimeout> | undefined;
let keys = 0;

effect(() => {
    const { password: _, ...others } = settings.value;
    const kept: Remembered = {
        settings: { ...others, password: '' },
        subscriptions: subscriptions.value.map(({ color: _, answer: __, failed: ___, ...each }) => each),
        colors: subscriptions.value.map((each) => each.color),
        publish: publishing.value,
    };
    sessionStorage.setItem(STORED, JSON.stringify(kept));
});

function recall(): Remembered {
    const nothing = { settings: newSettings(), subscriptions: [], colors: [], publish: NO_MESSAGE };
    try {
        return { ...nothing, ...(JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Partial<Remembered>) };
    } catch {
        return nothing;
    }
}

function color(at: number): string {
    return COLORS[at % COLORS.length] as string;
}

/** Asks the broker where browsers can connect; one that does not say may listen at the usual port. */
export async function findListeners(): Promise<void> {
    try {
        addresses.value = addressesOf(await allListeners(), location);
    } catch {
        addresses.value = [usualAddress(location)];
    }
    if (settings.value.url === '') {
        settings.value = { ...settings.value, url: addresses.value[0]?.url ?? '' };
    }
}

export function connect(): void {
    problem.value = '';
    try {
        client = new Client(toOptions(settings.value), { onState, onMessage });
    } catch (wrong) {
        state.value = { phase: 'ended', why: '' };
        problem.value = (wrong as Error).message;
        return;
    }
    for (const each of subscriptions.value) {
        ask(each);
    }
}

export function disconnect(withWill = false): void {
    client?.end(withWill);
    client = undefined;
}

function onState(now: State): void {
    state.value = now;
    if (now.phase === 'ended' && now.why !== 'disconnected') {
        problem.value = now.why;
    }
    if (now.phase === 'ended') {
        const settle = (each: Logged) =>
            each.outcome === ON_ITS_WAY ? { ...each, outcome: 'not acknowledged', failed: true } : each;
        newer = newer.map(settle);
        log.value = log.value.map(settle);
    }
}

// Subscriptions

export function subscribe(subscription: Subscription): void {
    const known = subscriptions.value.find((each) => each.filter === subscription.filter);
    const used = subscriptions.value.map((each) => each.color);
    const free = COLORS.find((each) => !used.includes(each)) ?? color(used.length);
    const made = { ...subscription, color: known?.color ?? free, answer: '', failed: false };
    subscriptions.value = [...subscriptions.value.filter((each) => each !== known), made];
    ask(made);
}

function ask({ color: _, answer: __, failed: ___, ...subscription }: Subscribed): void {
    change(subscription.filter, { answer: 'asked', failed: false });
    client?.subscribe(subscription).then((reason) => {
        const failed = reason >= 0x80;
        change(subscription.filter, { failed, answer: failed ? reasonText(reason) : `QoS ${reason}` });
    });
}

export function unsubscribe(filter: string): void {
    subscriptions.value = subscriptions.value.filter((each) => each.filter !== filter);
    if (busy.value) {
        client?.unsubscribe(filter);
    }
}

export function change(filter: string, what: Partial<Subscribed>): void {
    subscriptions.value = subscriptions.value.map((each) => (each.filter === filter ? { ...each, ...what } : each));
}

// Messages

function onMessage(message: Publish): void {
    add({ ...message, direction: 'in' });
    const question = asked.value;
    if (
        question &&
        !question.answer &&
        !question.why &&
        message.topic === question.responseTopic &&
        fromUtf8(message.properties.correlationData ?? new Uint8Array(0)) === question.correlation
    ) {
        asked.value = { ...question, answer: message, millis: performance.now() - question.since };
    }
}

/** Shows messages a few times a second, however many there are. */
function add(message: Omit<Logged, 'key' | 'time'>): number {
    newer.push({ ...message, key: ++keys, time: Date.now() });
    if (newer.length > LOG_MAX) {
        newer.shift();
    }
    if (flushing === undefined) {
        flushing = setTimeout(flush, FLUSH_MILLIS);
    }
    return keys;
}

function flush(): void {
    flushing = undefined;
    if (paused.value) {
        held.value = newer.length;
        return;
    }
    log.value = longer(log.value, newer);
    newer = [];
    held.value = 0;
}

export function pause(yes: boolean): void {
    paused.value = yes;
    flush();
}

export function clear(): void {
    log.value = [];
    newer = [];
    held.value = 0;
}

/** Publishes what is written; throws what is wrong with it. */
export async function publish(fields: MessageFields): Promise<void> {
    if (!client || !busy.value) {
        throw new Error('connect first');
    }
    await send(client, toMessage(fields, settings.value.version));
}

async function send(by: Client, message: Message): Promise<void> {
    const going = by.publish(message);
    going.catch(() => {});
    const key = message.qos > 0 ? add({ ...message, direction: 'out', dup: false, outcome: ON_ITS_WAY }) : 0;
    let failure: Error | undefined;
    let reason = 0;
    try {
        reason = (await going).reason;
    } catch (wrong) {
        failure = wrong as Error;
    }
    const failed = failure !== undefined || reason >= 0x80;
    const outcome =
        failure?.message ?? (message.qos === 0 ? 'sent' : reason === 0 ? 'acknowledged' : reasonText(reason));
    if (key === 0 && !failure) {
        add({ ...message, direction: 'out', dup: false, outcome });
    }
    const settle = (each: Logged) => (each.key === key ? { ...each, outcome, failed } : each);
    newer = newer.map(settle);
    log.value = log.value.map(settle);
    if (failed) {
        throw new Error(`not published: ${outcome}`);
    }
}

/** Publishes a question, and waits for the message that says it answers this one. */
export async function request(fields: MessageFields): Promise<void> {
    const responseTopic = fields.responseTopic || `answers/${settings.value.clientId || 'page'}`;
    const correlation = fields.correlationData || Math.random().toString(36).slice(2, 10);
    if (!client || !connected.value) {
        throw new Error('connect first');
    }
    if (settings.value.version === 4) {
        throw new Error('request and response are of MQTT 5: connect with that');
    }
    const reason = await client.subscribe({
        filter: responseTopic,
        qos: 1,
        noLocal: false,
        retainAsPublished: false,
        retainHandling: 2,
    });
    if (reason >= 0x80) {
        throw new Error(`no answers can come to ${responseTopic}: ${reasonText(reason)}`);
    }
    const question: Asked = { responseTopic, correlation, since: performance.now() };
    asked.value = question;
    setTimeout(() => {
        if (asked.value === question) {
            asked.value = { ...question, why: `nobody has answered within ${ANSWER_MILLIS / 1000} seconds` };
        }
    }, ANSWER_MILLIS);
    const message = toMessage(fields, 5);
    const properties = { ...message.properties, responseTopic, correlationData: toUtf8(correlation) };
    await send(client, { ...message, properties });
}

/** Writes an answer's topic and correlation data into the form. */
export function answer({ properties }: Message): void {
    publishing.value = {
        ...publishing.value,
        topic: properties.responseTopic ?? '',
        correlationData: fromUtf8(properties.correlationData ?? new Uint8Array(0)) ?? '',
        responseTopic: '',
    };
}
