import type { Options } from '../../lib/mqtt/client';
import type { Message, Qos, Version } from '../../lib/mqtt/codec';
import type { Properties } from '../../lib/mqtt/properties';
import { toBytes, type Written } from './payload';

/** What is written about a message by hand; empty is nothing. */
export interface MessageFields {
    topic: string;
    payload: string;
    written: Written;
    qos: Qos;
    retain: boolean;
    contentType: string;
    responseTopic: string;
    correlationData: string;
    /** Seconds. */
    expiry: string;
    isText: boolean;
    userProperties: [string, string][];
    /** Of a publish only. */
    topicAlias: string;
    /** Seconds; of a will only. */
    delay: string;
}

/** What a connection is made with, as it is written by hand. */
export interface Settings {
    url: string;
    version: Version;
    clientId: string;
    cleanStart: boolean;
    /** Seconds. */
    keepAlive: string;
    /** Seconds. */
    sessionExpiry: string;
    user: string;
    password: string;
    reconnect: boolean;
    receiveMaximum: string;
    maximumPacketSize: string;
    topicAliasMaximum: string;
    userProperties: [string, string][];
    hasWill: boolean;
    will: MessageFields;
}

export const NO_MESSAGE: MessageFields = {
    topic: '',
    payload: '',
    written: 'text',
    qos: 0,
    retain: false,
    contentType: '',
    responseTopic: '',
    correlationData: '',
    expiry: '',
    isText: false,
    userProperties: [],
    topicAlias: '',
    delay: '',
};

export function newSettings(): Settings {
    return {
        url: '',
        version: 5,
        clientId: `page-${Math.random().toString(36).slice(2, 8)}`,
        cleanStart: true,
        keepAlive: '60',
        sessionExpiry: '0',
        user: '',
        password: '',
        reconnect: true,
        receiveMaximum: '',
        maximumPacketSize: '',
        topicAliasMaximum: '10',
        userProperties: [],
        hasWill: false,
        will: NO_MESSAGE,
    };
}

/** Throws an error that says what is wrong. */
export function toOptions(settings: Settings): Options {
    const { url, version, clientId, cleanStart, user, password, reconnect, hasWill, will } = settings;
    if (!/^wss?:\/\/[^/]/.test(url)) {
        throw new Error('the address begins with ws:// or wss://');
    }
    if (version === 4 && clientId === '' && !cleanStart) {
        throw new Error('without a client id MQTT 3.1.1 wants a clean start');
    }
    return {
        url,
        version,
        clientId,
        cleanStart,
        reconnect,
        keepAlive: number(settings.keepAlive) ?? 0,
        properties: version === 5 ? connectProperties(settings) : {},
        ...(user !== '' && { user }),
        ...(password !== '' && { password: toBytes(password, 'text') }),
        ...(hasWill && { will: toMessage(will, version) }),
    };
}

function connectProperties(settings: Settings): Properties {
    return present({
        sessionExpiry: number(settings.sessionExpiry),
        receiveMaximum: number(settings.receiveMaximum),
        maximumPacketSize: number(settings.maximumPacketSize),
        topicAliasMaximum: number(settings.topicAliasMaximum),
        userProperties: named(settings.userProperties),
    });
}

/** Throws an error that says what is wrong. */
export function toMessage(fields: MessageFields, version: Version): Message {
    const { topic, qos, retain, payload, written } = fields;
    return {
        topic,
        qos,
        retain,
        payload: toBytes(payload, written),
        properties: version === 5 ? messageProperties(fields) : {},
    };
}

function messageProperties(fields: MessageFields): Properties {
    return present({
        payloadFormat: fields.isText ? 1 : undefined,
        messageExpiry: number(fields.expiry),
        contentType: fields.contentType || undefined,
        responseTopic: fields.responseTopic || undefined,
        correlationData: fields.correlationData ? toBytes(fields.correlationData, 'text') : undefined,
        topicAlias: number(fields.topicAlias),
        willDelay: number(fields.delay),
        userProperties: named(fields.userProperties),
    });
}

function number(text: string): number | undefined {
    return text.trim() === '' ? undefined : Number(text);
}

function named(pairs: [string, string][]): [string, string][] | undefined {
    const some = pairs.filter(([name]) => name !== '');
    return some.length > 0 ? some : undefined;
}

function present(properties: { [Name in keyof Properties]: Properties[Name] | undefined }): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
