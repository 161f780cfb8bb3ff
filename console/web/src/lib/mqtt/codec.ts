import { Malformed, Reader, VARINT_MAX, Writer } from './bytes';
import { type Properties, readProperties, writeProperties } from './properties';

/** 4 is MQTT 3.1.1. */
export type Version = 4 | 5;
export type Qos = 0 | 1 | 2;

/** What a PUBLISH carries, and a will. */
export interface Message {
    topic: string;
    payload: Uint8Array;
    qos: Qos;
    retain: boolean;
    properties: Properties;
}

export interface Subscription {
    filter: string;
    qos: Qos;
    noLocal: boolean;
    retainAsPublished: boolean;
    /** Whether retained messages come: 0 always, 1 when the subscription is new, 2 never. */
    retainHandling: 0 | 1 | 2;
}

export interface Connect {
    kind: 'connect';
    version: Version;
    clientId: string;
    cleanStart: boolean;
    /** Seconds, 0..65535. */
    keepAlive: number;
    user?: string | undefined;
    password?: Uint8Array | undefined;
    will?: Message | undefined;
    properties: Properties;
}

export interface Connack {
    kind: 'connack';
    sessionPresent: boolean;
    reason: number;
    properties: Properties;
}

export interface Publish extends Message {
    kind: 'publish';
    /** 0 exactly when qos is 0. */
    id: number;
    dup: boolean;
}

export interface Acknowledgement {
    kind: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp';
    id: number;
    reason: number;
    properties: Properties;
}

/** One packet; in 3.1.1 reasons are 0, but for CONNACK and SUBACK, and properties are empty. */
export type Packet =
    | Connect
    | Connack
    | Publish
    | Acknowledgement
    | { kind: 'subscribe'; id: number; subscriptions: Subscription[]; properties: Properties }
    | { kind: 'unsubscribe'; id: number; filters: string[]; properties: Properties }
    | { kind: 'suback' | 'unsuback'; id: number; reasons: number[]; properties: Properties }
    | { kind: 'pingreq' | 'pingresp' }
    | { kind: 'disconnect' | 'auth'; reason: number; properties: Properties };

/** By their numbers on the wire. */
const KINDS = [
    '',
    'connect',
    'connack',
    'publish',
    'puback',
    'pubrec',
    'pubrel',
    'pubcomp',
    'subscribe',
    'suback',
    'unsubscribe',
    'unsuback',
    'pingreq',
    'pingresp',
    'disconnect',
    'auth',
] as const;

const WILL = 0;
const CONNECT = 1;
const PUBLISH = 3;

/** The bytes of a packet. */
export function encode(packet: Packet, version: Version): Uint8Array<ArrayBuffer> {
    const number = KINDS.indexOf(packet.kind);
    const body = new Writer();
    const properties = (of: Properties) => version === 5 && writeProperties(body, of);
    let flags = 0;
    switch (packet.kind) {
        case 'connect':
            encodeConnect(body, packet);
            break;
        case 'connack':
            body.raw([packet.sessionPresent ? 1 : 0, packet.reason]);
            properties(packet.properties);
            break;
        case 'publish':
            flags = (packet.dup ? 8 : 0) | (packet.qos << 1) | (packet.retain ? 1 : 0);
            body.text(packet.topic);
            if (packet.qos > 0) {
                body.number(packet.id, 2);
            }
            properties(packet.properties);
            body.raw(packet.payload);
            break;
        case 'puback':
        case 'pubrec':
        case 'pubrel':
        case 'pubcomp':
            flags = packet.kind === 'pubrel' ? 2 : 0;
            body.number(packet.id, 2);
            encodeReason(body, packet, version);
            break;
        case 'subscribe':
            flags = 2;
            body.number(packet.id, 2);
            properties(packet.properties);
            for (const { filter, qos, noLocal, retainAsPublished, retainHandling } of packet.subscriptions) {
                const more = (noLocal ? 4 : 0) | (retainAsPublished ? 8 : 0) | (retainHandling << 4);
                body.text(filter).raw([qos | (version === 5 ? more : 0)]);
            }
            break;
        case 'unsubscribe':
            flags = 2;
            body.number(packet.id, 2);
            properties(packet.properties);
            for (const filter of packet.filters) {
                body.text(filter);
            }
            break;
        case 'suback':
        case 'unsuback':
            body.number(packet.id, 2);
            properties(packet.properties);
            if (version === 5 || packet.kind === 'suback') {
                body.raw(packet.reasons);
            }
            break;
        case 'disconnect':
        case 'auth':
            encodeReason(body, packet, version);
            break;
    }
    const bytes = body.done();
    return new Writer()
        .raw([(number << 4) | flags])
        .varint(bytes.length)
        .raw(bytes)
        .done();
}

function encodeConnect(body: Writer, { version, will, user, password, ...packet }: Connect): void {
    const ofWill = will ? 4 | (will.qos << 3) | (will.retain ? 32 : 0) : 0;
    const login = (user === undefined ? 0 : 128) | (password === undefined ? 0 : 64);
    body.text('MQTT')
        .raw([version, login | ofWill | (packet.cleanStart ? 2 : 0)])
        .number(packet.keepAlive, 2);
    if (version === 5) {
        writeProperties(body, packet.properties);
    }
    body.text(packet.clientId);
    if (will) {
        if (version === 5) {
            writeProperties(body, will.properties);
        }
        body.text(will.topic).binary(will.payload);
    }
    if (user !== undefined) {
        body.text(user);
    }
    if (password !== undefined) {
        body.binary(password);
    }
}

/** Success without properties needs no bytes. */
function encodeReason(body: Writer, { reason, properties }: { reason: number; properties: Properties }, v: Version) {
    const some = Object.keys(properties).length > 0;
    if (v === 5 && (reason !== 0 || some)) {
        body.raw([reason]);
        if (some) {
            writeProperties(body, properties);
        }
    }
}

/** Makes packets of bytes, which may come in any pieces; throws {@link Malformed}. */
export class Decoder {
    private bytes: Uint8Array = new Uint8Array(0);

    /** @param packetBytesMax more are refused as soon as their length has come */
    constructor(
        private version: Version,
        private readonly packetBytesMax = VARINT_MAX + 5,
    ) {}

    /** The packets that are complete with these bytes. */
    *push(bytes: Uint8Array): Generator<Packet> {
        this.bytes = this.bytes.length === 0 ? bytes : new Writer().raw(this.bytes).raw(bytes).done();
        let length = this.length();
        while (length !== undefined && this.bytes.length >= length) {
            const reader = new Reader(this.bytes.subarray(0, length));
            this.bytes = this.bytes.subarray(length);
            yield this.decode(reader);
            length = this.length();
        }
    }

    /** Of the packet that comes next, as far as that is known. */
    private length(): number | undefined {
        const more = this.bytes.subarray(1, 5).findIndex((byte) => byte < 0x80);
        if (more < 0 && this.bytes.length < 5) {
            return undefined;
        }
        const length = new Reader(this.bytes.subarray(1)).varint() + 2 + more;
        if (length > this.packetBytesMax) {
            throw new Malformed(`a packet has ${length} bytes, and ${this.packetBytesMax} are allowed`, 0x95);
        }
        return length;
    }

    private decode(reader: Reader): Packet {
        const first = reader.number(1);
        reader.varint();
        const number = first >> 4;
        const kind = KINDS[number] ?? '';
        const flags = first & 15;
        if (kind !== 'publish' && flags !== (['pubrel', 'subscribe', 'unsubscribe'].includes(kind) ? 2 : 0)) {
            throw new Malformed(`${kind.toUpperCase()} has flags ${flags}`);
        }
        const packet = this.body(number, flags, reader);
        if (reader.left > 0) {
            throw new Malformed(`${kind.toUpperCase()} is too long`);
        }
        return packet;
    }

    private body(number: number, flags: number, from: Reader): Packet {
        const kind = KINDS[number];
        const properties = () => (this.version === 5 ? readProperties(from, number) : {});
        switch (kind) {
            case 'connect':
                return this.connect(from);
            case 'connack':
                return {
                    kind,
                    sessionPresent: from.number(1) === 1,
                    reason: from.number(1),
                    properties: properties(),
                };
            case 'publish':
                return this.publish(flags, from);
            case 'puback':
            case 'pubrec':
            case 'pubrel':
            case 'pubcomp':
                return { kind, id: id(from), ...this.reason(from, properties) };
            case 'subscribe':
                return { kind, id: id(from), properties: properties(), subscriptions: many(from, subscription) };
            case 'unsubscribe':
                return { kind, id: id(from), properties: properties(), filters: many(from, () => from.text()) };
            case 'suback':
                return { kind, id: id(from), properties: properties(), reasons: many(from, () => from.number(1)) };
            case 'unsuback':
                return {
                    kind,
                    id: id(from),
                    properties: properties(),
                    reasons: this.version === 5 ? many(from, () => from.number(1)) : [],
                };
            case 'pingreq':
            case 'pingresp':
                return { kind };
            case 'disconnect':
                return { kind, ...this.reason(from, properties) };
            case 'auth':
                if (this.version === 5) {
                    return { kind, ...this.reason(from, properties) };
                }
        }
        throw new Malformed('there is no such packet');
    }

    private reason(from: Reader, properties: () => Properties): { reason: number; properties: Properties } {
        const some = this.version === 5;
        return {
            reason: some && from.left > 0 ? from.number(1) : 0,
            properties: some && from.left > 0 ? properties() : {},
        };
    }

    private publish(flags: number, from: Reader): Publish {
        const qos = qosOf((flags >> 1) & 3);
        return {
            kind: 'publish',
            dup: (flags & 8) > 0,
            retain: (flags & 1) > 0,
            qos,
            topic: from.text(),
            id: qos > 0 ? id(from) : 0,
            properties: this.version === 5 ? readProperties(from, PUBLISH) : {},
            payload: from.take(from.left).slice(),
        };
    }

    private connect(from: Reader): Connect {
        const name = from.text();
        const version = from.number(1);
        if (name !== 'MQTT' || (version !== 4 && version !== 5)) {
            throw new Malformed(`${name} ${version} is not known`, 0x84);
        }
        this.version = version;
        const flags = from.number(1);
        const keepAlive = from.number(2);
        const properties = version === 5 ? readProperties(from, CONNECT) : {};
        const clientId = from.text();
        return {
            kind: 'connect',
            version,
            clientId,
            cleanStart: (flags & 2) > 0,
            keepAlive,
            properties,
            ...(flags & 4 && { will: will(flags, from, version) }),
            ...(flags & 128 && { user: from.text() }),
            ...(flags & 64 && { password: from.binary().slice() }),
        };
    }
}

function will(flags: number, from: Reader, version: Version): Message {
    return {
        properties: version === 5 ? readProperties(from, WILL) : {},
        topic: from.text(),
        payload: from.binary().slice(),
        qos: qosOf((flags >> 3) & 3),
        retain: (flags & 32) > 0,
    };
}

function subscription(from: Reader): Subscription {
    const filter = from.text();
    const options = from.number(1);
    const retainHandling = (options >> 4) & 3;
    if (options > 63 || retainHandling === 3) {
        throw new Malformed(`a subscription has options ${options}`);
    }
    return {
        filter,
        qos: qosOf(options & 3),
        noLocal: (options & 4) > 0,
        retainAsPublished: (options & 8) > 0,
        retainHandling: retainHandling as 0 | 1 | 2,
    };
}

function qosOf(bits: number): Qos {
    if (bits === 3) {
        throw new Malformed('there is no QoS 3');
    }
    return bits as Qos;
}

function id(from: Reader): number {
    const number = from.number(2);
    if (number === 0) {
        throw new Malformed('a packet id is 0');
    }
    return number;
}

function many<T>(from: Reader, read: (from: Reader) => T): T[] {
    const all: T[] = [];
    do {
        all.push(read(from));
    } while (from.left > 0);
    return all;
}
