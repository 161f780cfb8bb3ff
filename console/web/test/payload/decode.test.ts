import { ExtData, encode as encodeMsgpack } from '@msgpack/msgpack';
import { encode as encodeCbor } from 'cborg';
import { describe, expect, test } from 'vitest';
import { fromHex, fromText } from '../../src/lib/payload/bytes';
import { decode, HEX_BYTES_MAX, STRUCTURE_BYTES_MAX, TEXT_BYTES_MAX } from '../../src/lib/payload/decode';
import { payloadOf } from '../../src/lib/payload/message';

const PNG = fromHex('89504e470d0a1a0a 0000000d');

describe('when nobody says what it is', () => {
    test.each([
        ['hello', 'text'],
        ['', 'text'],
        ['ON', 'text'],
        ['21.5', 'number'],
        [' -3e2\n', 'number'],
        ['.5', 'number'],
        ['21.5 °C', 'text'],
        ['1.2.3', 'text'],
        ['1e999', 'text'],
        ['{"a":1}', 'json'],
        ['\uFEFF {"a":1}', 'json'],
        ['[1,2]', 'json'],
        ['"x"', 'json'],
        ['{"a":', 'text'],
        ['[INFO] started', 'text'],
        ['true', 'text'],
        ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'image'],
        ['<?xml version="1.0"?><svg viewBox="0 0 1 1"></svg>', 'image'],
        ['<html><svg></svg></html>', 'text'],
    ])('%j is read as %s', async (text, decoder) => {
        const decoded = await decode(fromText(text));
        expect(decoded.decoder).toBe(decoder);
        expect(decoded.problem).toBeUndefined();
    });

    test.each([
        ['89504e470d0a1a0a00', 'image/png'],
        ['ffd8ffe000104a46', 'image/jpeg'],
        ['474946383961', 'image/gif'],
        ['524946460000000057454250', 'image/webp'],
    ])('%s is an image', async (hex, type) => {
        expect(await decode(fromHex(hex))).toMatchObject({ decoder: 'image', imageType: type });
    });

    test('CBOR and MessagePack are told from each other', async () => {
        const value = { temp: 21.5, unit: 'C', list: [1, 2, 300] };
        expect(await decode(encodeCbor(value))).toMatchObject({ decoder: 'cbor' });
        expect(await decode(encodeMsgpack(value))).toMatchObject({ decoder: 'msgpack', value });
        expect(await decode(encodeCbor([1, 2, -300]))).toMatchObject({ decoder: 'cbor', value: [1, 2, -300] });
    });

    test('CBOR that says so is CBOR', async () => {
        expect(await decode(fromHex('d9d9f7 a1 61 61 01'))).toMatchObject({ decoder: 'cbor' });
    });

    test('other bytes are shown in hex', async () => {
        for (const hex of ['00', 'ff00ff', '93ff', 'a1', '1f8b0800', 'ff d8']) {
            expect((await decode(fromHex(hex))).decoder).toBe('hex');
        }
    });
});

describe('the content type', () => {
    test.each([
        ['application/json', '1', 'json'],
        ['application/senml+json; charset=utf-8', '[]', 'json'],
        ['text/plain', '{"a":1}', 'json'],
        ['', '{"a":1}', 'json'],
        ['nonsense', 'x', 'text'],
    ])('%j makes %j %s', async (type, text, decoder) => {
        expect((await decode(fromText(text), type)).decoder).toBe(decoder);
    });

    test('says which of the binary formats it is', async () => {
        expect(await decode(new Uint8Array([5]), 'application/cbor')).toMatchObject({ decoder: 'cbor', value: 5 });
        expect(await decode(new Uint8Array([5]), 'application/msgpack')).toMatchObject({
            decoder: 'msgpack',
            value: 5,
        });
        expect(await decode(PNG, 'image/png')).toMatchObject({ decoder: 'image', imageType: 'image/png' });
    });

    test('that is wrong is a problem, and what can be read is read', async () => {
        const decoded = await decode(fromText('hello'), 'application/json');
        expect(decoded).toMatchObject({ decoder: 'text', text: 'hello' });
        expect(decoded.problem).toMatch(/^This is not JSON: /);
    });
});

describe('what a person chose', () => {
    test('goes before the content type', async () => {
        expect(await decode(fromText('{"a":1}'), 'application/json', 'text')).toMatchObject({
            decoder: 'text',
            text: '{"a":1}',
        });
        expect(await decode(fromText('hi'), undefined, 'hex')).toMatchObject({ decoder: 'hex' });
    });

    test.each([
        ['json', '7b22', /^This is not JSON: /],
        ['json', 'ff', /no UTF-8/],
        ['cbor', 'a2 61 61', /^This is not CBOR: /],
        ['cbor', '', /^This is not CBOR: /],
        ['cbor', '01 02', /^This is not CBOR: /],
        ['msgpack', '82 a1', /^This is not MessagePack: it ends too early/],
        ['msgpack', 'c1', /^This is not MessagePack: /],
        ['msgpack', 'dd ffffffff', /^This is not MessagePack: /],
        ['msgpack', '01 02', /^This is not MessagePack: /],
        ['image', '00 01', /^This is not an image: /],
        ['number', '61', /^This is not a number: /],
        ['text', 'c3 28', /^This is not text: /],
    ] as const)('as %s, %s says what is wrong', async (choice, hex, problem) => {
        const decoded = await decode(fromHex(hex), undefined, choice);
        expect(decoded.problem).toMatch(problem);
        expect(['text', 'hex']).toContain(decoded.decoder);
    });

    test('in hex even text can be seen', async () => {
        expect((await decode(fromText('ab'), undefined, 'hex')).text).toContain('61 62');
    });
});

describe('structures', () => {
    test('that are nested without end are read as text, with the problem', async () => {
        const decoded = await decode(fromText('['.repeat(100_000) + ']'.repeat(100_000)), undefined, 'json');
        expect(decoded).toMatchObject({ decoder: 'text' });
        expect(decoded.problem).toMatch(/nested too deeply/);
        expect(await decode(fromText('['.repeat(150) + ']'.repeat(150)))).toMatchObject({ decoder: 'json' });
        expect((await decode(fromText('['.repeat(300) + ']'.repeat(300)))).problem).toMatch(/nested too deeply/);
        expect((await decode(new Uint8Array(100_000).fill(0x81), undefined, 'cbor')).problem).toBeDefined();
        expect((await decode(new Uint8Array(100_000).fill(0x91), undefined, 'msgpack')).problem).toBeDefined();
    });

    test('of CBOR keep what JSON does not know', async () => {
        const decoded = await decode(fromHex('a3 01 c1 00 61 62 42 01ff 61 74 d8 20 61 78'), undefined, 'cbor');
        expect(decoded.text).toBe(
            [
                '{',
                '  "1": 1970-01-01T00:00:00.000Z,',
                '  "b": h\'01ff\',',
                '  "t": {',
                '    "tag 32": "x"',
                '  }',
                '}',
            ].join('\n'),
        );
    });

    test('of CBOR have big numbers', async () => {
        expect(await decode(fromHex('c2 49 010000000000000000'), undefined, 'cbor')).toMatchObject({
            value: 18446744073709551616n,
        });
        expect(await decode(fromHex('c3 41 00'), undefined, 'cbor')).toMatchObject({ value: -1n });
        expect((await decode(fromHex('c2 01'), undefined, 'cbor')).problem).toMatch(/has to be of bytes/);
    });

    test('of MessagePack keep extensions, and integers that are large', async () => {
        const bytes = encodeMsgpack(
            { e: new ExtData(7, new Uint8Array([1])), n: 2n ** 60n, m: 5 },
            { useBigInt64: true },
        );
        expect(await decode(bytes, undefined, 'msgpack')).toMatchObject({
            value: { e: { 'extension 7': new Uint8Array([1]) }, n: 2n ** 60n, m: 5 },
        });
    });

    test('may use names that objects have anyway', async () => {
        await decode(fromText('{"__proto__":{"spoilt":1}}'));
        await decode(encodeCbor(new Map([['__proto__', { spoilt: 1 }]])), undefined, 'cbor');
        expect(({} as { spoilt?: number }).spoilt).toBeUndefined();
    });
});

describe('what is huge', () => {
    test('is cut as text, and says so', async () => {
        const decoded = await decode(fromText('é'.repeat(TEXT_BYTES_MAX)));
        expect(decoded).toMatchObject({ decoder: 'text', shownBytes: TEXT_BYTES_MAX });
        expect(decoded.text).toHaveLength(TEXT_BYTES_MAX / 2);
    });

    test('is cut in hex, and says so', async () => {
        const decoded = await decode(new Uint8Array(HEX_BYTES_MAX + 1));
        expect(decoded).toMatchObject({ decoder: 'hex', shownBytes: HEX_BYTES_MAX });
    });

    test('is not read as a structure', async () => {
        const decoded = await decode(fromText(`"${'a'.repeat(STRUCTURE_BYTES_MAX)}"`), 'application/json');
        expect(decoded).toMatchObject({ decoder: 'text', shownBytes: TEXT_BYTES_MAX });
        expect(decoded.problem).toMatch(/longer than 1 MiB/);
    });
});

test('any bytes can be shown in any way', async () => {
    let state = 42;
    for (let round = 0; round < 400; round++) {
        const bytes = Uint8Array.from({ length: round % 40 }, () => {
            state = (state * 1103515245 + 12345) % 2147483648;
            return state >> 16;
        });
        for (const choice of ['auto', 'text', 'number', 'json', 'cbor', 'msgpack', 'image', 'hex'] as const) {
            expect(typeof (await decode(bytes, undefined, choice)).text).toBe('string');
        }
    }
});

test('a message has its payload as text, in base64, or not at all', () => {
    const message = { topic: 't', qos: 0, retain: false, time: 0, bytes: 2 } as const;
    expect(payloadOf({ ...message, payload: 'é' })).toEqual(new Uint8Array([0xc3, 0xa9]));
    expect(payloadOf({ ...message, payload_base64: 'AP8=' })).toEqual(new Uint8Array([0, 255]));
    expect(payloadOf({ ...message, bytes: 0 })).toEqual(new Uint8Array());
    expect(payloadOf(message)).toBeUndefined();
});
