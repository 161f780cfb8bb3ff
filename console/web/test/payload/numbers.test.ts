import { expect, test } from 'vitest';
import { numbersIn, WHOLE } from '../../src/lib/payload/numbers';

test('a number is found as the whole', () => {
    expect(numbersIn(21.5)).toEqual(new Map([[WHOLE, 21.5]]));
});

test('numbers are found by their paths', () => {
    const value = { temp: 21, rooms: [{ x: 1 }, { x: 2, 'relative humidity': 40 }], s: '7', b: true, n: null };
    expect([...numbersIn(value)]).toEqual([
        ['temp', 21],
        ['rooms[0].x', 1],
        ['rooms[1].x', 2],
        ['rooms[1]["relative humidity"]', 40],
    ]);
});

test('numbers in arrays are found', () => {
    expect([...numbersIn([1, [2]])]).toEqual([
        ['[0]', 1],
        ['[1][0]', 2],
    ]);
});

test('maps count, and integers of any size, but nothing that cannot be plotted', () => {
    const value = new Map<unknown, unknown>([
        ['a', 5n],
        [2, 3],
        ['c', Number.NaN],
        ['d', Number.POSITIVE_INFINITY],
    ]);
    expect([...numbersIn(value)]).toEqual([
        ['a', 5],
        ['["2"]', 3],
    ]);
});

test('there is an end to it', () => {
    expect(numbersIn(Array.from({ length: 5000 }, (_, n) => n)).size).toBe(200);
});

test('bytes and texts have no numbers', () => {
    expect(numbersIn(new Uint8Array([1, 2])).size).toBe(0);
    expect(numbersIn('5').size).toBe(0);
    expect(numbersIn(undefined).size).toBe(0);
});
