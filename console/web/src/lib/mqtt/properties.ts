import { Malformed, Reader, Writer } from './bytes';

/** The properties of MQTT 5 (section 2.2.2.2), by the names that the standard gives them. */
export interface Properties {
    payloadFormat?: number;
    /** Seconds. */
    messageExpiry?: number;
    contentType?: string;
    responseTopic?: string;
    correlationData?: Uint8Array;
    subscriptionIdentifiers?: number[];
    /** Seconds; 0xffffffff is for ever. */
    sessionExpiry?: number;
    assignedClientId?: string;
    /** Seconds. */
    serverKeepAlive?: number;
    authenticationMethod?: string;
    authenticationData?: Uint8Array;
    requestProblemInformation?: number;
    /** Seconds. */
    willDelay?: number;
    requestResponseInformation?: number;
    responseInformation?: string;
    serverReference?: string;
    reasonString?: string;
    receiveMaximum?: number;
    topicAliasMaximum?: number;
    topicAlias?: number;
    maximumQos?: number;
    retainAvailable?: number;
    userProperties?: [string, string][];
    /** Bytes. */
    maximumPacketSize?: number;
    wildcardAvailable?: number;
    subscriptionIdentifiersAvailable?: number;
    sharedAvailable?: number;
}

type Name = keyof Properties;
type Kind = 'flag' | 'u16' | 'u32' | 'varint' | 'text' | 'binary' | 'pair';

/** The number of a packet's kind, 1..15; 0 is the will's properties in CONNECT. */
type Where = number;

const WILL = 0;
const ALL = [WILL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15];
const MESSAGE = [WILL, 3];

/** Identifier, name, how it is written, the packets that may have it. */
const TABLE: [number, Name, Kind, Where[]][] = [
    [1, 'payloadFormat', 'flag', MESSAGE],
    [2, 'messageExpiry', 'u32', MESSAGE],
    [3, 'contentType', 'text', MESSAGE],
    [8, 'responseTopic', 'text', MESSAGE],
    [9, 'correlationData', 'binary', MESSAGE],
    [11, 'subscriptionIdentifiers', 'varint', [3, 8]],
    [17, 'sessionExpiry', 'u32', [1, 2, 14]],
    [18, 'assignedClientId', 'text', [2]],
    [19, 'serverKeepAlive', 'u16', [2]],
    [21, 'authenticationMethod', 'text', [1, 2, 15]],
    [22, 'authenticationData', 'binary', [1, 2, 15]],
    [23, 'requestProblemInformation', 'flag', [1]],
    [24, 'willDelay', 'u32', [WILL]],
    [25, 'requestResponseInformation', 'flag', [1]],
    [26, 'responseInformation', 'text', [2]],
    [28, 'serverReference', 'text', [2, 14]],
    [31, 'reasonString', 'text', [2, 4, 5, 6, 7, 9, 11, 14, 15]],
    [33, 'receiveMaximum', 'u16', [1, 2]],
    [34, 'topicAliasMaximum', 'u16', [1, 2]],
    [35, 'topicAlias', 'u16', [3]],
    [36, 'maximumQos', 'flag', [2]],
    [37, 'retainAvailable', 'flag', [2]],
    [38, 'userProperties', 'pair', ALL],
    [39, 'maximumPacketSize', 'u32', [1, 2]],
    [40, 'wildcardAvailable', 'flag', [2]],
    [41, 'subscriptionIdentifiersAvailable', 'flag', [2]],
    [42, 'sharedAvailable', 'flag', [2]],
];

const BYTES = { flag: 1, u16: 2, u32: 4 };

export function writeProperties(to: Writer, properties: Properties): void {
    const out = new Writer();
    for (const [id, name, kind] of TABLE) {
        const value = properties[name];
        if (value !== undefined) {
            for (const one of kind === 'varint' || kind === 'pair' ? (value as unknown[]) : [value]) {
                out.varint(id);
                writeValue(out, kind, one);
            }
        }
    }
    const bytes = out.done();
    to.varint(bytes.length).raw(bytes);
}

function writeValue(out: Writer, kind: Kind, value: unknown): void {
    switch (kind) {
        case 'varint':
            out.varint(value as number);
            break;
        case 'text':
            out.text(value as string);
            break;
        case 'binary':
            out.binary(value as Uint8Array);
            break;
        case 'pair':
            out.text((value as string[])[0] ?? '').text((value as string[])[1] ?? '');
            break;
        default:
            out.number(value as number, BYTES[kind]);
    }
}

export function readProperties(from: Reader, where: Where): Properties {
    const reader = new Reader(from.take(from.varint()));
    const properties: Record<string, unknown> = {};
    while (reader.left > 0) {
        const id = reader.varint();
        const known = TABLE.find(([each, , , places]) => each === id && places.includes(where));
        if (!known) {
            throw new Malformed(`a packet has property ${id}, which has no place in it`);
        }
        const [, name, kind] = known;
        const value = readValue(reader, kind);
        if (kind === 'varint' || kind === 'pair') {
            properties[name] = [...((properties[name] as unknown[]) ?? []), value];
        } else if (name in properties) {
            throw new Malformed(`a packet has property ${id} twice`, 0x82);
        } else {
            properties[name] = value;
        }
    }
    return properties;
}

function readValue(from: Reader, kind: Kind): unknown {
    switch (kind) {
        case 'varint':
            return from.varint();
        case 'text':
            return from.text();
        case 'binary':
            return from.binary().slice();
        case 'pair':
            return [from.text(), from.text()];
        default:
            return from.number(BYTES[kind]);
    }
}
