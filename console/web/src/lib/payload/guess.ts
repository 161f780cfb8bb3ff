import { readableText } from './bytes';
import { imageType } from './images';

/** The ways to read a payload. */
export type Decoder = 'text' | 'number' | 'json' | 'cbor' | 'msgpack' | 'image' | 'hex';

/** A longer payload is not tried as something that is read as a whole. */
const TRIED_BYTES_MAX = 256 * 1024;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function isNumber(text: string): boolean {
    return text.length <= 40 && NUMBER.test(text) && Number.isFinite(Number(text));
}

/** What a content type says; undefined when that says nothing of use. */
export function decoderOfType(contentType: string | undefined): Decoder | undefined {
    const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (/^(application|text)\/([\w.-]+\+)?json$/.test(type)) {
        return 'json';
    }
    if (/^application\/([\w.-]+\+)?cbor$/.test(type)) {
        return 'cbor';
    }
    if (/^application\/(x-|vnd\.)?msgpack$/.test(type)) {
        return 'msgpack';
    }
    if (/^image\/(png|jpeg|jpg|gif|webp|svg\+xml)$/.test(type)) {
        return 'image';
    }
    return undefined;
}

/** What these bytes look like. */
export async function guess(bytes: Uint8Array): Promise<Decoder> {
    if (imageType(bytes)) {
        return 'image';
    }
    const text = readableText(bytes, TRIED_BYTES_MAX);
    if (text !== undefined || bytes.length > TRIED_BYTES_MAX) {
        return guessText(text?.trim(), bytes.length);
    }
    return guessBinary(bytes);
}

function guessText(text: string | undefined, bytes: number): Decoder {
    if (text === undefined) {
        return 'hex';
    }
    if (isNumber(text)) {
        return 'number';
    }
    return bytes <= TRIED_BYTES_MAX && /^[[{"]/.test(text) && isJson(text) ? 'json' : 'text';
}

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

/**
 * CBOR and MessagePack do not say what they are, and most short runs of bytes can be read as either. So only maps and
 * arrays count, that are read without an error up to the last byte; and of two, the one that has names for its values.
 */
async function guessBinary(bytes: Uint8Array): Promise<Decoder> {
    const first = bytes[0] ?? 0;
    const asCbor = first >= 0x80 && first <= 0xdb ? await attempt(readCbor, bytes) : undefined;
    const isMsgpack = (first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf);
    const asMsgpack = isMsgpack ? await attempt(readMsgpack, bytes) : undefined;
    if (hasNames(asCbor)) {
        return 'cbor';
    }
    if (hasNames(asMsgpack)) {
        return 'msgpack';
    }
    if (asCbor !== undefined) {
        return 'cbor';
    }
    return asMsgpack === undefined ? 'hex' : 'msgpack';
}

async function readCbor(bytes: Uint8Array): Promise<unknown> {
    return (await import('./cbor')).decodeCbor(bytes);
}

async function readMsgpack(bytes: Uint8Array): Promise<unknown> {
    return (await import('./msgpack')).decodeMsgpack(bytes);
}

async function attempt(read: (bytes: Uint8Array) => Promise<unknown>, bytes: Uint8Array): Promise<object | undefined> {
    try {
        const value = await read(bytes);
        return typeof value === 'object' && value !== null ? value : undefined;
    } catch {
        return undefined;
    }
}

function hasNames(value: object | undefined): boolean {
    if (Array.isArray(value) || value instanceof Uint8Array || value === undefined) {
        return false;
    }
    const keys = value instanceof Map ? [...value.keys()] : Object.keys(value);
    return keys.length > 0 && keys.every((key) => typeof key === 'string');
}
