import { decode, ExtData } from '@msgpack/msgpack';

/** Reads MessagePack. Throws an Error that says what is wrong. Loads a library: import it late. */
export function decodeMsgpack(bytes: Uint8Array): unknown {
    const value = decode(bytes, {
        useBigInt64: true,
        // What claims to hold more than there are bytes ends too early; no room is made for it before.
        maxArrayLength: bytes.length,
        maxMapLength: bytes.length,
        maxExtLength: bytes.length,
        mapKeyConverter: (key) => (typeof key === 'number' ? key : String(key)),
    });
    return withoutExtensions(value);
}

/** An extension that we do not know stays to be seen, as its type and its bytes. */
function withoutExtensions(value: unknown): unknown {
    if (value instanceof ExtData) {
        return { [`extension ${value.type}`]: value.data };
    }
    if (Array.isArray(value)) {
        return value.map(withoutExtensions);
    }
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date) {
        return smaller(value);
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutExtensions(item)]));
}

/** A 64 bit integer that fits a number is one. */
function smaller(value: unknown): unknown {
    const number = Number(value);
    return typeof value === 'bigint' && Number.isSafeInteger(number) ? number : value;
}
