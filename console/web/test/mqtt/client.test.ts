import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toUtf8 } from '../../src/lib/mqtt/bytes';
import { Client, type Options, type Socket, type State } from '../../src/lib/mqtt/client';
import { type Connack, Decoder, encode, type Message, type Packet, type Publish } from '../../src/lib/mqtt/codec';
import type { Properties } from '../../src/lib/mqtt/properties';

/** The broker's end of one connection. */
class FakeSocket implements Socket {
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
    onclose: (() => void) | null = null;
    closed = false;
    readonly got: Packet[] = [];
    private readonly decoder: Decoder;

    constructor(private readonly version: 4 | 5) {
        this.decoder = new Decoder(version);
    }

    send(bytes: Uint8Array<ArrayBuffer>): void {
        this.got.push(...this.decoder.push(bytes));
    }

    close(): void {
        this.closed = true;
    }

    says(...packets: Packet[]): void {
        const bytes = packets.flatMap((packet) => [...encode(packet, this.version)]);
        this.onmessage?.({ data: Uint8Array.from(bytes).buffer });
    }

    accepts(properties: Properties = {}, sessionPresent = false): this {
        this.onopen?.();
        this.says(connack({ properties, sessionPresent }));
        this.got.length = 0;
        return this;
    }
}

function connack(more: Partial<Connack> = {}): Connack {
    return { kind: 'connack', sessionPresent: false, reason: 0, properties: {}, ...more };
}

const options: Options = {
    url: 'ws://broker',
    reconnect: true,
    version: 5,
    clientId: 'page',
    cleanStart: true,
    keepAlive: 60,
    properties: { sessionExpiry: 300 },
};

let sockets: FakeSocket[];
let states: State[];
let messages: Publish[];

beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    states = [];
    messages = [];
});

afterEach(() => {
    vi.useRealTimers();
});

function client(more: Partial<Options> = {}): Client {
    const all = { ...options, ...more };
    return new Client(
        all,
        { onState: (state) => states.push(state), onMessage: (message) => messages.push(message) },
        () => {
            const socket = new FakeSocket(all.version);
            sockets.push(socket);
            return socket;
        },
    );
}

function socket(): FakeSocket {
    return sockets.at(-1) as FakeSocket;
}

function state(): State {
    return states.at(-1) as State;
}

function message(more: Partial<Message> = {}): Message {
    return { topic: 't', payload: toUtf8('!'), qos: 0, retain: false, properties: {}, ...more };
}

function publish(more: Partial<Publish> = {}): Publish {
    return { kind: 'publish', id: 0, dup: false, ...message(), ...more };
}

function idOf(packet: Packet | undefined): number {
    return (packet as { id: number }).id;
}

function answer(kind: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp', id: number, reason = 0): Packet {
    return { kind, id, reason, properties: {} };
}

/** Breaks the connection, and waits until the client has tried again. */
function breakIt(): void {
    socket().onclose?.();
    vi.advanceTimersToNextTimer();
}

test('it says who it is, and is connected when the broker agrees', () => {
    client({ user: 'ann' });
    socket().onopen?.();
    expect(socket().got).toMatchObject([{ kind: 'connect', clientId: 'page', cleanStart: true, user: 'ann' }]);
    expect(state().phase).toBe('connecting');
    socket().says(connack());
    expect(state().phase).toBe('connected');
});

test('who is refused is told why, and does not try again', () => {
    client();
    socket().onopen?.();
    socket().says(connack({ reason: 0x87, properties: { reasonString: 'no user ann' } }));
    expect(state()).toMatchObject({ phase: 'ended' });
    expect(state().why).toContain('not authorized (0x87); no user ann');
    vi.runAllTimers();
    expect(sockets).toHaveLength(1);
});

test('return codes of 3.1.1 have the same words', () => {
    client({ version: 4, properties: {} });
    socket().onopen?.();
    socket().says(connack({ reason: 4 }));
    expect(state().why).toContain('bad user name or password');
});

test('an address where nobody answers is not tried again', () => {
    client();
    socket().onclose?.();
    expect(state()).toMatchObject({ phase: 'ended', why: 'nothing answers MQTT over WebSocket at ws://broker' });
});

test('who is silent after the first packet is left', () => {
    client();
    socket().onopen?.();
    vi.advanceTimersByTime(10_000);
    expect(state().phase).toBe('ended');
    expect(socket().closed).toBe(true);
});

test('it connects again, later each time, and begins anew when it was connected', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    client();
    socket().accepts();
    const waits = [0, 1, 2, 3, 4, 5, 6].map(() => {
        socket().onclose?.();
        const wait = (state().retryAt ?? 0) - Date.now();
        vi.advanceTimersByTime(wait);
        return wait;
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    socket().accepts();
    socket().onclose?.();
    expect((state().retryAt ?? 0) - Date.now()).toBe(1000);
    vi.restoreAllMocks();
});

test('a session is not thrown away when it connects again', () => {
    client();
    socket().accepts();
    breakIt();
    socket().onopen?.();
    expect(socket().got).toMatchObject([{ kind: 'connect', cleanStart: false }]);
});

test('who is taken over does not fight', () => {
    client();
    socket().accepts().says({ kind: 'disconnect', reason: 0x8e, properties: {} });
    expect(state().phase).toBe('ended');
    expect(state().why).toContain('session taken over');
});

test('what comes with a good-bye is not read any more', () => {
    client();
    socket().accepts().says({ kind: 'disconnect', reason: 0x8b, properties: {} }, publish());
    expect(state()).toMatchObject({ phase: 'waiting' });
    expect(messages).toEqual([]);
});

test('it asks whether the broker is there, and leaves when it is not', () => {
    client({ keepAlive: 100 });
    socket().accepts({ serverKeepAlive: 20 });
    vi.advanceTimersByTime(10_000);
    expect(socket().got).toEqual([{ kind: 'pingreq' }]);
    socket().says({ kind: 'pingresp' });
    vi.advanceTimersByTime(10_000);
    expect(socket().got).toHaveLength(2);
    vi.advanceTimersByTime(10_000);
    expect(state()).toMatchObject({ phase: 'waiting', why: 'the broker does not answer any more' });
});

test('a keep alive of 0 asks nothing', () => {
    client({ keepAlive: 0 });
    socket().accepts();
    vi.advanceTimersByTime(1_000_000);
    expect(socket().got).toEqual([]);
});

test('QoS 0 goes at once, and not at all without a connection', async () => {
    const page = client();
    await expect(page.publish(message())).rejects.toThrow('not connected');
    socket().accepts();
    await expect(page.publish(message())).resolves.toMatchObject({ reason: 0 });
    expect(socket().got).toMatchObject([{ kind: 'publish', qos: 0 }]);
});

test('QoS 1 waits for its acknowledgement', async () => {
    const page = client();
    socket().accepts();
    const outcome = page.publish(message({ qos: 1 }));
    socket().says(answer('puback', idOf(socket().got[0]), 0x10));
    expect((await outcome).reason).toBe(0x10);
    expect(page.unfinished).toBe(0);
});

test('QoS 2 is released once it is received', async () => {
    const page = client();
    socket().accepts();
    const outcome = page.publish(message({ qos: 2 }));
    const id = idOf(socket().got[0]);
    socket().says(answer('pubrec', id));
    expect(socket().got[1]).toEqual(answer('pubrel', id));
    socket().says(answer('pubcomp', id));
    expect((await outcome).reason).toBe(0);
});

test('a refused QoS 2 message ends there', async () => {
    const page = client();
    socket().accepts();
    const outcome = page.publish(message({ qos: 2 }));
    socket().says(answer('pubrec', idOf(socket().got[0]), 0x87));
    expect((await outcome).reason).toBe(0x87);
    expect(socket().got).toHaveLength(1);
});

test('no more are on their way than the broker takes', () => {
    const page = client();
    socket().accepts({ receiveMaximum: 2 });
    for (let i = 0; i < 4; i++) {
        page.publish(message({ qos: 1 }));
    }
    expect(socket().got).toHaveLength(2);
    socket().says(answer('puback', idOf(socket().got[0])));
    expect(socket().got).toHaveLength(3);
    expect(page.unfinished).toBe(3);
});

test('what was on its way goes on with the session, in its order', () => {
    const page = client();
    socket().accepts();
    page.publish(message({ qos: 2, topic: 'a' }));
    page.publish(message({ qos: 1, topic: 'b' }));
    const [a, b] = socket().got.map(idOf) as [number, number];
    socket().says(answer('pubrec', a));
    breakIt();
    page.publish(message({ qos: 1, topic: 'c' }));
    expect(page.unfinished).toBe(3);
    socket().onopen?.();
    socket().says(connack({ sessionPresent: true }));
    expect(socket().got.slice(1)).toMatchObject([
        { kind: 'pubrel', id: a },
        { kind: 'publish', id: b, topic: 'b', dup: true },
        { kind: 'publish', topic: 'c', dup: false },
    ]);
});

test('without the session messages begin anew, and what was received is done', async () => {
    const page = client();
    socket().accepts();
    const received = page.publish(message({ qos: 2, topic: 'a' }));
    page.publish(message({ qos: 1, topic: 'b' }));
    socket().says(answer('pubrec', idOf(socket().got[0])));
    breakIt();
    socket().onopen?.();
    socket().says(connack());
    expect(socket().got.slice(1)).toMatchObject([{ kind: 'publish', topic: 'b', dup: false }]);
    expect((await received).reason).toBe(0);
});

test('QoS 1 is acknowledged, QoS 2 is taken once', () => {
    client();
    socket()
        .accepts()
        .says(publish({ qos: 1, id: 3 }), publish({ qos: 2, id: 4 }), publish({ qos: 2, id: 4, dup: true }));
    expect(messages.map(({ qos }) => qos)).toEqual([1, 2]);
    expect(socket().got).toEqual([answer('puback', 3), answer('pubrec', 4), answer('pubrec', 4)]);
    socket().says(answer('pubrel', 4), answer('pubrel', 5));
    expect(socket().got.slice(3)).toEqual([answer('pubcomp', 4), answer('pubcomp', 5, 0x92)]);
    socket().says(publish({ qos: 2, id: 4 }));
    expect(messages).toHaveLength(3);
});

test('a broker that sends more than it may is left', () => {
    client({ properties: { receiveMaximum: 1 } });
    socket().accepts();
    socket().says(publish({ qos: 2, id: 1 }), publish({ qos: 2, id: 2 }));
    expect(socket().got.at(-1)).toMatchObject({ kind: 'disconnect', reason: 0x93 });
    expect(state().phase).toBe('ended');
});

test('aliases of the broker stand for topics', () => {
    client({ properties: { topicAliasMaximum: 2 } });
    const alias = (topic: string, topicAlias: number) => publish({ topic, properties: { topicAlias } });
    socket().accepts().says(alias('a', 1), alias('', 1), alias('b', 1), alias('', 1));
    expect(messages.map(({ topic }) => topic)).toEqual(['a', 'a', 'b', 'b']);
    socket().says(alias('a', 3));
    expect(socket().got.at(-1)).toMatchObject({ kind: 'disconnect', reason: 0x94 });
});

test('an alias that is sent has its topic the first time', async () => {
    const page = client();
    socket().accepts({ topicAliasMaximum: 1 });
    page.publish(message({ properties: { topicAlias: 1 } }));
    page.publish(message({ properties: { topicAlias: 1 } }));
    page.publish(message({ topic: 'u', properties: { topicAlias: 1 } }));
    expect(socket().got.map((packet) => (packet as Publish).topic)).toEqual(['t', '', 'u']);
    await expect(page.publish(message({ properties: { topicAlias: 2 } }))).rejects.toThrow('aliases up to 1');
});

test('what the broker has said that it does not take is not sent', async () => {
    const page = client();
    socket().accepts({ maximumQos: 1, retainAvailable: 0, maximumPacketSize: 20 });
    await expect(page.publish(message({ qos: 2 }))).rejects.toThrow('up to QoS 1');
    await expect(page.publish(message({ retain: true }))).rejects.toThrow('does not retain');
    await expect(page.publish(message({ payload: new Uint8Array(30) }))).rejects.toThrow('at most 20 bytes');
    await expect(page.publish(message({ topic: 'a/+' }))).rejects.toThrow('wildcards');
});

const subscription = { filter: 'a/#', qos: 1, noLocal: true, retainAsPublished: false, retainHandling: 0 } as const;

test('a subscription tells what was granted', async () => {
    const page = client();
    socket().accepts();
    const granted = page.subscribe(subscription, { subscriptionIdentifiers: [7] });
    expect(socket().got).toMatchObject([
        { subscriptions: [subscription], properties: { subscriptionIdentifiers: [7] } },
    ]);
    socket().says({ kind: 'suback', id: idOf(socket().got[0]), reasons: [1], properties: {} });
    expect(await granted).toBe(1);
    const ended = page.unsubscribe('a/#');
    socket().says({ kind: 'unsuback', id: idOf(socket().got[1]), reasons: [0x11], properties: {} });
    expect(await ended).toBe(0x11);
});

test('subscriptions are made again when the broker has forgotten them, but for refused ones', () => {
    const page = client();
    socket().accepts();
    page.subscribe(subscription);
    page.subscribe({ ...subscription, filter: 'secret' });
    page.subscribe({ ...subscription, filter: 'left' });
    const [one, two] = socket().got.map(idOf) as [number, number];
    socket().says(
        { kind: 'suback', id: one, reasons: [1], properties: {} },
        { kind: 'suback', id: two, reasons: [0x87], properties: {} },
    );
    page.unsubscribe('left');
    breakIt();
    socket().onopen?.();
    socket().says(connack());
    expect(socket().got.slice(1)).toMatchObject([
        { kind: 'subscribe', subscriptions: [{ filter: 'left' }] },
        { kind: 'unsubscribe', filters: ['left'] },
        { kind: 'subscribe', subscriptions: [subscription] },
    ]);
});

test('subscriptions that the session has are left alone', () => {
    const page = client();
    socket().accepts();
    page.subscribe(subscription);
    socket().says({ kind: 'suback', id: idOf(socket().got[0]), reasons: [1], properties: {} });
    breakIt();
    socket().accepts({}, true);
    expect(socket().got).toEqual([]);
});

test('who wants extended authentication is told that there is none', () => {
    client();
    socket().accepts().says({ kind: 'auth', reason: 0x19, properties: {} });
    expect(state().why).toContain('AUTH');
    expect(socket().got.at(-1)).toMatchObject({ kind: 'disconnect', reason: 0x82 });
});

test('packets out of turn break the protocol', () => {
    client();
    socket().onopen?.();
    socket().says(publish());
    expect(state()).toMatchObject({ phase: 'ended' });
    expect(state().why).toContain('PUBLISH was not its turn');
});

test('it says good-bye, with the will when that is wanted', () => {
    const page = client();
    socket().accepts();
    page.end(true);
    expect(socket().got).toEqual([{ kind: 'disconnect', reason: 4, properties: {} }]);
    expect(socket().closed).toBe(true);
    expect(state()).toMatchObject({ phase: 'ended', why: 'disconnected' });
    vi.runAllTimers();
    expect(sockets).toHaveLength(1);
});
