import { expect, test } from 'vitest';
import { changes } from '../../src/lib/payload/changes';

const written = (before: unknown, after: unknown, max?: number) =>
    changes(before, after, max).map(({ path, before, after }) => `${path}: ${before} → ${after}`);

test('the same has no changes', () => {
    expect(written({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
});

test('what changed is named by its path', () => {
    expect(written({ a: 1, b: { c: ['x', 'y'] } }, { a: 2, b: { c: ['x', 'z'] } })).toEqual([
        'a: 1 → 2',
        'b.c[1]: "y" → "z"',
    ]);
});

test('what came and what went has nothing at the other side', () => {
    expect(written({ old: true, list: [1, 2] }, { list: [1], fresh: null })).toEqual([
        'list[1]: 2 → undefined',
        'fresh: undefined → null',
        'old: true → undefined',
    ]);
});

test('a value that became another kind of value is changed as a whole', () => {
    expect(written({ a: [1] }, { a: { x: 1 } })).toEqual(['a: [ 1 ] → { "x": 1 }']);
    expect(written(1, 'one')).toEqual([': 1 → "one"']);
});

test('a number that is written otherwise is another text, but the same value is no change', () => {
    expect(written({ a: 1 }, { a: '1' })).toEqual(['a: 1 → "1"']);
    expect(written(new Map([['a', 1]]), { a: 1 })).toEqual([]);
});

test('there is an end to it', () => {
    const many = (by: number) => Array.from({ length: 100 }, (_, at) => at + by);
    expect(written(many(0), many(1), 3)).toHaveLength(3);
});
