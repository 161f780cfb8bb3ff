import { expect, test } from 'vitest';
import { type DiffLine, diffLines, withContext } from '../../src/lib/payload/diff';

const written = (diff: (DiffLine | undefined)[]) => diff.map((line) => (line ? line.op + line.text : '…'));

test('the same has no changes', () => {
    expect(written(diffLines('a\nb', 'a\nb'))).toEqual([' a', ' b']);
});

test('a changed line goes and comes', () => {
    expect(written(diffLines('a\nb\nc', 'a\nB\nc'))).toEqual([' a', '-b', '+B', ' c']);
});

test('lines are added and taken at both ends', () => {
    expect(written(diffLines('a\nb', 'x\na\nb\ny'))).toEqual(['+x', ' a', ' b', '+y']);
    expect(written(diffLines('x\na\nb\ny', 'a\nb'))).toEqual(['-x', ' a', ' b', '-y']);
});

test('repeated lines are no trouble', () => {
    expect(written(diffLines('a\na\na', 'a\na'))).toEqual([' a', ' a', '-a']);
});

test('as few lines as can be are changed', () => {
    const changes = diffLines('A\nB\nC\nA\nB\nB\nA', 'C\nB\nA\nB\nA\nC').filter((line) => line.op !== ' ');
    expect(changes).toHaveLength(5);
});

test('what is left of either side is that side', () => {
    let state = 7;
    const random = (below: number) => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return state % below;
    };
    for (let round = 0; round < 300; round++) {
        const before = Array.from({ length: random(12) + 1 }, () => 'abc'[random(3)]).join('\n');
        const after = Array.from({ length: random(12) + 1 }, () => 'abc'[random(3)]).join('\n');
        const diff = diffLines(before, after);
        expect(side(diff, '-')).toBe(before);
        expect(side(diff, '+')).toBe(after);
    }
});

function side(diff: DiffLine[], op: '+' | '-'): string {
    return diff
        .filter((line) => line.op === ' ' || line.op === op)
        .map((line) => line.text)
        .join('\n');
}

test('texts that have nothing in common are replaced, in good time', () => {
    const before = Array.from({ length: 20_000 }, (_, n) => `a${n}`).join('\n');
    const after = Array.from({ length: 20_000 }, (_, n) => `b${n}`).join('\n');
    const began = performance.now();
    expect(diffLines(before, after)).toHaveLength(40_000);
    expect(performance.now() - began).toBeLessThan(2000);
});

test('context is a few lines around each change', () => {
    const before = Array.from({ length: 20 }, (_, n) => String(n));
    const after = before.with(10, 'ten');
    expect(written(withContext(diffLines(before.join('\n'), after.join('\n')), 1))).toEqual([
        '…',
        ' 9',
        '-10',
        '+ten',
        ' 11',
        '…',
    ]);
});
