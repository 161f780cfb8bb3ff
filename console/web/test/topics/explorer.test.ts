import { expect, test, vi } from 'vitest';
import { brief, oneLine } from '../../src/views/topics/brief';
import { Explorer, foundRows, streamPath } from '../../src/views/topics/explorer';
import { message, node } from './nodes';

test('a stream names the folders that are open', () => {
    expect(streamPath(['', 'home', 'a b/c'])).toBe('/api/tree/stream?below=&below=home&below=a%20b%2Fc');
});

test('a stream names no more folders than an address may have', () => {
    const many = Array.from({ length: 500 }, (_, at) => `f${at}`);
    expect(streamPath(many).match(/below=/g)).toHaveLength(64);
    expect(streamPath(many.map((each) => each + 'x'.repeat(500))).length).toBeLessThan(4000);
});

test('what was found is one list of whole topics', () => {
    const rows = foundRows({ below: '', nodes: [node('a/b', { children: true }), node('c')], more: false });
    expect(rows.map((row) => [row.node?.name, row.depth, row.node?.children])).toEqual([
        ['a/b', 0, false],
        ['c', 0, false],
    ]);
    expect(foundRows(undefined)).toEqual([]);
});

test('a value is told in one short line', () => {
    expect(brief(message(1, ' a\n  b '))).toBe('a b');
    expect(brief(message(1, ''))).toBe('(empty)');
    const { payload: _, ...without } = message(1, 'x'.repeat(2048));
    expect(brief(without)).toBe('2 KiB');
    expect(oneLine('x'.repeat(1_000_000), 10)).toBe('xxxxxxxxxx…');
});

test('a view that is left listens no more, even when an answer comes late', async () => {
    vi.useFakeTimers();
    let answer: (response: Response) => void = () => {};
    vi.stubGlobal('fetch', () => new Promise((resolve) => (answer = resolve)));
    vi.stubGlobal('requestAnimationFrame', () => 0);
    vi.stubGlobal(
        'EventSource',
        class {
            constructor() {
                throw new Error('nobody should listen');
            }
        },
    );
    const explorer = new Explorer();
    const started = explorer.start('');
    explorer.stop();
    answer(Response.json({ below: '', nodes: [], more: false }));
    await started;
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    vi.unstubAllGlobals();
});
