import { expect, test } from 'vitest';
import {
    fromBase64,
    fromHex,
    fromText,
    hexDump,
    readableText,
    toBase64,
    toHex,
    utf8,
} from '../../src/lib/payload/bytes';

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test('base64 gives back what went in', () => {
    expect(fromBase64(toBase64(ALL))).toEqual(ALL);
    expect(toBase64(new Uint8Array())).toBe('');
});

test('base64 of megabytes is no problem', () => {
    const many = new Uint8Array(1_000_001).fill(7);
    expect(fromBase64(toBase64(many)).every((byte) => byte === 7)).toBe(true);
});

test('what is no base64 is named so', () => {
    expect(() => fromBase64('a*b')).toThrow('this is not base64');
});

test.each(['00ff10', '00 FF 10', '0x00, 0xff, 0x10', '00:ff:10', ' 00\n ff-10 '])('hex is read as %j', (text) => {
    expect(fromHex(text)).toEqual(new Uint8Array([0, 255, 16]));
});

test('hex that is wrong says what is wrong', () => {
    expect(() => fromHex('0g')).toThrow('“g” is no hexadecimal digit');
    expect(() => fromHex('123')).toThrow('each byte needs two');
});

test('hex gives back what went in', () => {
    expect(fromHex(toHex(ALL))).toEqual(ALL);
});

test('a dump has sixteen bytes a line, and what they are as text', () => {
    const lines = hexDump(fromText('Bellbird is loud!\n')).split('\n');
    expect(lines).toEqual([
        '00000000  42 65 6c 6c 62 69 72 64  20 69 73 20 6c 6f 75 64  Bellbird is loud',
        '00000010  21 0a                                             !.',
    ]);
});

test('text is what a person can see', () => {
    expect(readableText(fromText('grün\t1\r\n'))).toBe('grün\t1\r\n');
    expect(readableText(fromText('bell \u0007'))).toBeUndefined();
    expect(readableText(new Uint8Array([0xc3, 0x28]))).toBeUndefined();
});

test('the start of a text leaves a character that is cut away', () => {
    expect(utf8(fromText('aé'), 2)).toBe('a');
    expect(utf8(fromText('aé').subarray(0, 2))).toBeUndefined();
});
