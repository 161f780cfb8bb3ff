import { decode, type TagDecodeControl } from 'cborg';

type Inner = TagDecodeControl;

/** Reads CBOR; maps keep keys of any kind. Throws an Error that says what is wrong. Loads a library: import it late. */
export function decodeCbor(bytes: Uint8Array): unknown {
    return decode(bytes, { useMaps: true, tags: TAGS });
}

/** A tag that we do not know stays to be seen, around what is in it. */
const TAGS = new Proxy({} as Record<number, (inner: Inner) => unknown>, {
    get: (_, tag) => (inner: Inner) => tagged(Number(tag), inner()),
});

function tagged(tag: number, value: unknown): unknown {
    switch (tag) {
        case 0:
            return new Date(String(value));
        case 1:
            return new Date(Number(value) * 1000);
        case 2:
            return bigint(value);
        case 3:
            return -1n - bigint(value);
        case 55_799: // "this is CBOR"
            return value;
        default:
            return { [`tag ${tag}`]: value };
    }
}

function bigint(value: unknown): bigint {
    if (!(value instanceof Uint8Array)) {
        throw new Error('a big number has to be of bytes');
    }
    return value.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}
