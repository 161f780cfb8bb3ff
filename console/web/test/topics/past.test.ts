import { expect, test } from 'vitest';
import { joined, numberPaths, PAST_BYTES_MAX, PAST_MAX, type Past, past, series } from '../../src/views/topics/past';
import { message } from './nodes';

const read = (...payloads: string[]) =>
    Promise.all(payloads.map((payload, at) => past(message(1000 * (at + 1), payload), 'auto')));
const payloads = (all: Past[]) => all.map((each) => each.message.payload);

test('a message is read as what it is, or as was chosen', async () => {
    expect((await past(message(1, '{"a":1}'), 'auto')).decoded?.decoder).toBe('json');
    expect((await past(message(1, '{"a":1}'), 'text')).decoded?.decoder).toBe('text');
});

test('a message without its payload, or with one that is damaged, is no trouble', async () => {
    const { payload: _, ...without } = message(1, 'abc');
    expect(await past(without, 'auto')).toMatchObject({ payload: undefined, decoded: undefined });
    expect(await past({ ...without, payload_base64: '*' }, 'auto')).toMatchObject({ decoded: undefined });
});

test('a message that was cut is not taken for what it was', async () => {
    const cut = message(1, '{"a":', { content_type: 'application/json', truncated: true, bytes: 99 });
    expect((await past(cut, 'auto')).decoded).toMatchObject({ decoder: 'text' });
    expect((await past(cut, 'auto')).decoded?.problem).toBeUndefined();
});

test('what was and what came are one past, without what is in both', async () => {
    const all = await read('a', 'b', 'c', 'd');
    expect(payloads(joined(all.slice(0, 3), await read('a', 'b', 'c', 'd')))).toEqual(['a', 'b', 'c', 'd']);
    expect(payloads(joined(all.slice(2), all.slice(0, 2)))).toEqual(['a', 'b', 'c', 'd']);
});

test('the same message twice at once is there twice', async () => {
    const twice = await Promise.all([past(message(5, 'x'), 'auto'), past(message(5, 'x'), 'auto')]);
    expect(joined([], twice)).toHaveLength(2);
    expect(joined(twice, twice)).toHaveLength(2);
});

test('what has no time comes first', async () => {
    const { time: _, ...old } = message(0, 'old');
    expect(payloads(joined(await read('a'), [await past(old, 'auto')]))).toEqual(['old', 'a']);
});

test('the past has an end', async () => {
    const many = Array.from({ length: PAST_MAX + 7 }, (_, at) => message(at, String(at)));
    const all = joined([], await Promise.all(many.map((each) => past(each, 'text'))));
    expect(all).toHaveLength(PAST_MAX);
    expect(all.at(-1)?.message.payload).toBe(String(PAST_MAX + 6));
});

test('large messages make the past shorter, but for the last', async () => {
    const large = await Promise.all([1, 2, 3].map((at) => past(message(at, 'x', { bytes: PAST_BYTES_MAX }), 'text')));
    expect(joined([], large).map((each) => each.message.time)).toEqual([3]);
});

test('numbers are plotted by their path', async () => {
    const all = await read('{"a":1,"b":{"c":2}}', 'nothing', '{"a":3}');
    expect(numberPaths(all)).toEqual(['a', 'b.c']);
    expect(series(all, 'a')).toEqual({ times: [1, 3], values: [1, 3] });
    expect(series(all, 'b.c')).toEqual({ times: [1], values: [2] });
});

test('a payload that is a number is plotted itself', async () => {
    const all = await read('1', '2.5', 'off');
    expect(numberPaths(all)).toEqual(['']);
    expect(series(all, '')).toEqual({ times: [1, 2], values: [1, 2.5] });
});

test('where there are no numbers there is nothing to plot', async () => {
    expect(numberPaths(await read('on', '"7"'))).toEqual([]);
});
