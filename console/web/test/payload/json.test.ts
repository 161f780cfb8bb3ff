import { expect, test } from 'vitest';
import { children, parseJson, pretty, scalar } from '../../src/lib/payload/json';

test('JSON is read as it is', () => {
    expect(parseJson('{"a": [1, 2.5, null, true, "x"]}')).toEqual({ a: [1, 2.5, null, true, 'x'] });
});

test('integers of any size stay exact', () => {
    const value = parseJson('{"id": 12345678901234567890, "s": "12345678901234567890", "t": 1732000000000}');
    expect(value).toEqual({ id: 12345678901234567890n, s: '12345678901234567890', t: 1732000000000 });
    expect(pretty(value)).toContain('"id": 12345678901234567890,');
});

test('a long fraction is a number', () => {
    const text = '[21.1234567890123456789,1e30,12345678901234567e3]';
    expect(parseJson(text)).toEqual(JSON.parse(text));
});

test('what is wrong is said with its line', () => {
    expect(() => parseJson('{"a": 1,\n "b": 2,\n}')).toThrow(/line 3,? column 1/);
    expect(() => parseJson('')).toThrow(/JSON/);
});

test('pretty JSON is JSON again', () => {
    const value = { a: [], b: {}, 'c d': [1, { e: 'x"y' }], f: null };
    expect(JSON.parse(pretty(value))).toEqual(value);
    expect(pretty([1])).toBe('[\n  1\n]');
});

test('what JSON does not know is written in a way that is known', () => {
    expect(scalar(new Uint8Array([1, 255]))).toBe("h'01ff'");
    expect(scalar(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(scalar(new Date(Number.NaN))).toBe('invalid date');
    expect(scalar(undefined)).toBe('undefined');
    expect(scalar(5n)).toBe('5');
});

test('keys of maps may be anything', () => {
    expect(
        children(
            new Map<unknown, unknown>([
                [1, 'a'],
                ['b', 2],
                [[1, 2], 3],
            ]),
        ),
    ).toEqual([
        ['1', 'a'],
        ['b', 2],
        ['[ 1, 2 ]', 3],
    ]);
});

test('a name that objects have anyway is a name like others', () => {
    expect(pretty(parseJson('{"__proto__": {"x": 1}, "constructor": 2}'))).toContain('"__proto__": {');
});
