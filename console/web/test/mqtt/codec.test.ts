import { expect, test } from 'vitest';
import { Malformed, Reader, toUtf8, Writer } from '../../src/lib/mqtt/bytes';
import { Decoder, encode, type Packet, type Version } from '../../src/lib/mqtt/codec';
import { reasonText, refusal } from '../../src/lib/mqtt/reasons';

const userProperties: [string, string][] = [
    ['a', '1'],
    ['a', 'ü'],
];

const connect: Packet = {
    kind: 'connect',
    version: 5,
    clientId: 'page',
    cleanStart: true,
    keepAlive: 60,
    user: 'ann',
    password: toUtf8('secret'),
    will: {
        topic: 'gone',
        payload: toUtf8('bye'),
        qos: 1,
        retain: true,
        properties: { willDelay: 5, messageExpiry: 9, contentType: 'text/plain' },
    },
    properties: { sessionExpiry: 0xffffffff, receiveMaximum: 10, topicAliasMaximum: 3, userProperties },
};

const five: Packet[] = [
    connect,
    { kind: 'connack', sessionPresent: true, reason: 0, properties: { assignedClientId: 'x', serverKeepAlive: 30 } },
    {
        kind: 'publish',
        id: 7,
        topic: 'a/b',
        payload: toUtf8('{}'),
        qos: 2,
        retain: true,
        dup: true,
        properties: {
            payloadFormat: 1,
            responseTopic: 'answer',
            correlationData: toUtf8('c'),
            subscriptionIdentifiers: [1, 268_435_455],
            topicAlias: 3,
            userProperties,
        },
    },
    { kind: 'puback', id: 65_535, reason: 16, properties: { reasonString: 'nobody' } },
    { kind: 'pubrec', id: 1, reason: 0, properties: {} },
    { kind: 'pubrel', id: 1, reason: 146, properties: {} },
    { kind: 'pubcomp', id: 1, reason: 0, properties: { userProperties } },
    {
        kind: 'subscribe',
        id: 2,
        subscriptions: [{ filter: '+/#', qos: 2, noLocal: true, retainAsPublished: true, retainHandling: 2 }],
        properties: { subscriptionIdentifiers: [5] },
    },
    { kind: 'suback', id: 2, reasons: [2, 135], properties: {} },
    { kind: 'unsubscribe', id: 3, filters: ['a', 'b/#'], properties: {} },
    { kind: 'unsuback', id: 3, reasons: [0, 17], properties: {} },
    { kind: 'pingreq' },
    { kind: 'pingresp' },
    { kind: 'disconnect', reason: 142, properties: { serverReference: 'there' } },
    { kind: 'disconnect', reason: 0, properties: {} },
    { kind: 'auth', reason: 24, properties: { authenticationMethod: 'm', authenticationData: toUtf8('d') } },
];

const four: Packet[] = [
    {
        ...connect,
        version: 4,
        properties: {},
        will: { ...(connect.will as NonNullable<typeof connect.will>), properties: {} },
    },
    { kind: 'connect', version: 4, clientId: '', cleanStart: false, keepAlive: 0, properties: {} },
    { kind: 'connack', sessionPresent: false, reason: 5, properties: {} },
    {
        kind: 'publish',
        id: 0,
        topic: 'a',
        payload: new Uint8Array(0),
        qos: 0,
        retain: false,
        dup: false,
        properties: {},
    },
    { kind: 'puback', id: 1, reason: 0, properties: {} },
    {
        kind: 'subscribe',
        id: 2,
        subscriptions: [{ filter: 'a', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 }],
        properties: {},
    },
    { kind: 'suback', id: 2, reasons: [128], properties: {} },
    { kind: 'unsuback', id: 3, reasons: [], properties: {} },
    { kind: 'disconnect', reason: 0, properties: {} },
];

function decode(bytes: ArrayLike<number>, version: Version = 5, most?: number): Packet[] {
    return [...new Decoder(version, most).push(Uint8Array.from(bytes))];
}

/** What is wrong with bytes: the reason code. */
function wrong(bytes: ArrayLike<number>, version: Version = 5, most?: number): number {
    try {
        decode(bytes, version, most);
    } catch (failure) {
        return (failure as Malformed).reason;
    }
    throw new Error('these bytes are right');
}

test.each(five)('MQTT 5: $kind comes back as it went', (packet) => {
    expect(decode(encode(packet, 5))).toEqual([packet]);
});

test.each(four)('MQTT 3.1.1: $kind comes back as it went', (packet) => {
    expect(decode(encode(packet, 4), 4)).toEqual([packet]);
});

test('packets come in pieces of any size', () => {
    const decoder = new Decoder(5);
    const all = five.flatMap((packet) => [...encode(packet, 5)]);
    expect(all.flatMap((byte) => [...decoder.push(Uint8Array.of(byte))])).toEqual(five);
});

test('bytes are those of the standard', () => {
    expect([...encode({ kind: 'pingreq' }, 5)]).toEqual([0xc0, 0]);
    expect([...encode({ kind: 'puback', id: 258, reason: 0, properties: {} }, 5)]).toEqual([0x40, 2, 1, 2]);
    expect([
        ...encode(
            {
                kind: 'publish',
                id: 0,
                topic: 'a',
                payload: toUtf8('!'),
                qos: 0,
                retain: true,
                dup: false,
                properties: { messageExpiry: 258 },
            },
            5,
        ),
    ]).toEqual([0x31, 10, 0, 1, 97, 5, 2, 0, 0, 1, 2, 33]);
});

test.each([
    [0, [0]],
    [127, [127]],
    [128, [128, 1]],
    [16_383, [255, 127]],
    [16_384, [128, 128, 1]],
    [2_097_151, [255, 255, 127]],
    [2_097_152, [128, 128, 128, 1]],
    [268_435_455, [255, 255, 255, 127]],
])('a length of %i has the bytes %j', (number, bytes) => {
    expect([...new Writer().varint(number).done()]).toEqual(bytes);
    expect(new Reader(Uint8Array.from(bytes)).varint()).toBe(number);
});

test('a length has at most four bytes', () => {
    expect(() => new Writer().varint(268_435_456)).toThrow(RangeError);
    expect(wrong([0xd0, 255, 255, 255, 255, 1])).toBe(0x81);
    expect(decode([0xd0, 255, 255, 255])).toEqual([]);
});

test('a packet that is too large is refused before it is there', () => {
    expect(wrong([0x30, 128, 1], 5, 100)).toBe(0x95);
    expect(decode([0x30, 100 - 2], 5, 100)).toEqual([]);
});

test.each([
    ['no packet has the number 0', [0x00, 0]],
    ['flags that are not of the kind', [0xd1, 0]],
    ['QoS 3', [0x36, 6, 0, 1, 97, 0, 1, 0]],
    ['packet id 0', [0x40, 2, 0, 0]],
    ['a text that is not UTF-8', [0x30, 4, 0, 1, 0xff, 0]],
    ['a text with U+0000', [0x30, 4, 0, 1, 0, 0]],
    ['a text beyond the end', [0x30, 4, 0, 9, 97, 0]],
    ['bytes after the end', [0xd0, 1, 0]],
    ['a property that has no place in the packet', [0x40, 6, 0, 1, 0, 2, 1, 1]],
    ['an unknown property', [0x40, 6, 0, 1, 0, 2, 99, 1]],
    ['properties beyond the end', [0x40, 4, 0, 1, 0, 9]],
    ['SUBACK without reasons', [0x90, 3, 0, 1, 0]],
    ['retain handling 3', [0x82, 7, 0, 1, 0, 0, 1, 97, 0x30]],
])('%s is malformed', (_, bytes) => {
    expect(wrong(bytes)).toBe(0x81);
});

test('a property stands once', () => {
    expect(wrong([0x30, 8, 0, 1, 97, 4, 1, 1, 1, 1])).toBe(0x82);
});

test('AUTH is of MQTT 5', () => {
    expect(wrong([0xf0, 0], 4)).toBe(0x81);
});

test('reasons have words', () => {
    expect(reasonText(0x87)).toBe('not authorized (0x87)');
    expect(reasonText(0x70)).toBe('unknown reason (0x70)');
    expect([0, 1, 4, 5, 9].map(refusal)).toEqual([0, 132, 134, 135, 128]);
});

test('any bytes are packets, or malformed', () => {
    let seed = 1;
    const next = () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed;
    };
    for (let round = 0; round < 5_000; round++) {
        const body = Array.from({ length: next() % 30 }, () => next() % (next() % 2 ? 256 : 12));
        const bytes = [next() % 256, body.length, ...body];
        try {
            decode(bytes, next() % 2 ? 5 : 4);
        } catch (failure) {
            expect(failure, String(bytes)).toBeInstanceOf(Malformed);
        }
    }
});
