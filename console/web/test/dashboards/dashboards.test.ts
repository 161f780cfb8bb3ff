import { expect, test } from 'vitest';
import type { Message } from '../../src/lib/payload/message';
import { arrange, COLUMNS, freePlace, overlap, within } from '../../src/views/dashboards/grid';
import { newTile, type Place, toDashboard } from '../../src/views/dashboards/tiles';
import {
    ageText,
    colorOf,
    follow,
    imageOf,
    numberOf,
    numberText,
    part,
    stateOf,
    textOf,
} from '../../src/views/dashboards/value';

function message(more: Partial<Message>): Message {
    return { topic: 't', qos: 0, retain: false, time: 0, bytes: 0, ...more };
}

const json = { a: { b: [10, { c: 'x' }] }, 'two words': 2, 'a.b': 3, on: true };

test.each([
    ['a.b[0]', 10],
    ['$.a.b[1].c', 'x'],
    ['a.b.1.c', 'x'],
    ['$["two words"]', 2],
    ["['a.b']", 3],
    ['$', json],
    ['a.none', undefined],
    ['a.b[7]', undefined],
    ['a.b[0].c', undefined],
    ['constructor', undefined],
    ['a.b.length', 2],
])('%s leads to %j', (path, found) => {
    expect(follow(json, path)).toEqual(found);
});

test('numbers are found in text and in JSON', () => {
    expect(numberOf(message({ payload: ' 21.5\n' }), '')).toBe(21.5);
    expect(numberOf(message({ payload: JSON.stringify(json) }), 'a.b[0]')).toBe(10);
    expect(numberOf(message({ payload: JSON.stringify(json) }), 'on')).toBe(1);
    expect(numberOf(message({ payload: '{"v":"7"}' }), 'v')).toBe(7);
    expect(numberOf(message({ payload: 'warm' }), '')).toBeUndefined();
    expect(numberOf(message({ payload: '' }), '')).toBeUndefined();
    expect(numberOf(message({ payload: 'no json' }), 'a')).toBeUndefined();
    expect(numberOf(message({ payload_base64: 'AAA=' }), '')).toBeUndefined();
});

test('texts are found, and what is no text is JSON', () => {
    expect(textOf(message({ payload: '{"a":"x","b":[1]}' }), 'a')).toBe('x');
    expect(textOf(message({ payload: '{"a":"x","b":[1]}' }), 'b')).toBe('[1]');
});

test('numbers have digits and a unit', () => {
    expect(numberText(21.456, { digits: 1, unit: '°C' })).toBe('21.5 °C');
    expect(numberText(0.1 + 0.2, { digits: -1, unit: '' })).toBe('0.3');
});

test('the highest threshold that is reached decides', () => {
    const thresholds = [
        { from: 80, color: 'bad' },
        { from: 0, color: 'good' },
        { from: 50, color: 'warn' },
    ] as const;
    expect([-1, 0, 50, 99].map((value) => colorOf(value, [...thresholds]))).toEqual([undefined, 'good', 'warn', 'bad']);
});

test('how far a value is stays between both ends', () => {
    expect([-5, 0, 25, 500].map((value) => part(value, { min: 0, max: 50 }))).toEqual([0, 0, 0.5, 1]);
    expect(part(1, { min: 5, max: 5 })).toBe(0);
});

test('a state is on, off or neither', () => {
    const states = { path: 'state', on: '{"power": true}', off: 'off' };
    expect(stateOf(message({ payload: '{"state":{"power":true}}' }), states)).toBe(true);
    expect(stateOf(message({ payload: '{"state":"off"}' }), states)).toBe(false);
    expect(stateOf(message({ payload: '{"state":"broken"}' }), states)).toBeUndefined();
    expect(stateOf(message({ payload: 'x' }), states)).toBeUndefined();
});

test('images are known by their first bytes or their content type, and never fetched', () => {
    expect(imageOf(message({ payload_base64: 'iVBORw0K' }))).toBe('data:image/png;base64,iVBORw0K');
    expect(imageOf(message({ payload_base64: 'AAAA', content_type: 'image/avif' }))).toBe(
        'data:image/avif;base64,AAAA',
    );
    expect(imageOf(message({ payload_base64: 'AAAA' }))).toBeUndefined();
    expect(imageOf(message({ payload: '/9j/4AAQ' }))).toBe('data:image/jpeg;base64,/9j/4AAQ');
    expect(imageOf(message({ payload: '<svg/>' }))).toBe('data:image/svg+xml,%3Csvg%2F%3E');
    expect(imageOf(message({ payload: 'https://elsewhere/x.png' }))).toBeUndefined();
});

test('ages are short', () => {
    expect([500, 5_000, 125_000, 7_200_000, 200_000_000].map(ageText)).toEqual([
        'now',
        '5 s ago',
        '2 min ago',
        '2 h ago',
        '2 d ago',
    ]);
});

function tile(id: string, x: number, y: number, w = 2, h = 2): Place & { id: string } {
    return { id, x, y, w, h };
}

function free(tiles: Place[]): boolean {
    return tiles.every((one) => tiles.every((other) => one === other || !overlap(one, other)));
}

test('places stay within the grid', () => {
    expect(within({ x: 11, y: -2, w: 4, h: 0 })).toEqual({ x: 8, y: 0, w: 4, h: 1 });
    expect(within({ x: -1, y: 1.6, w: 40, h: 99 })).toEqual({ x: 0, y: 2, w: COLUMNS, h: 12 });
});

test('neighbours do not overlap', () => {
    expect(overlap(tile('a', 0, 0), tile('b', 2, 0))).toBe(false);
    expect(overlap(tile('a', 0, 0), tile('b', 0, 2))).toBe(false);
    expect(overlap(tile('a', 0, 0), tile('b', 1, 1))).toBe(true);
});

test('who is moved gets its place, and others make room downwards', () => {
    const moved = arrange([tile('a', 0, 0), tile('b', 2, 0), tile('c', 2, 2)], 'a', { x: 1, y: 0, w: 2, h: 2 });
    expect(moved.map(({ id, x, y }) => [id, x, y])).toEqual([
        ['a', 1, 0],
        ['b', 2, 2],
        ['c', 2, 4],
    ]);
});

test('who is not in the way stays, gaps too', () => {
    const moved = arrange([tile('a', 0, 0), tile('b', 6, 5)], 'a', { x: 0, y: 1, w: 4, h: 1 });
    expect(moved[1]).toEqual(tile('b', 6, 5));
});

test('whatever is moved, nothing overlaps', () => {
    let tiles = Array.from({ length: 20 }, (_, i) =>
        tile(`t${i}`, (i * 5) % 11, (i * 3) % 7, 1 + (i % 4), 1 + (i % 3)),
    );
    for (let i = 0; i < 100; i++) {
        tiles = arrange(tiles, `t${i % 20}`, { x: (i * 7) % 12, y: (i * 5) % 9, w: 1 + (i % 6), h: 1 + (i % 4) });
        expect(free(tiles)).toBe(true);
    }
});

test('a new tile goes where there is room first', () => {
    expect(freePlace([], 3, 2)).toEqual({ x: 0, y: 0, w: 3, h: 2 });
    expect(freePlace([tile('a', 0, 0, 4), tile('b', 6, 0, 6)], 2, 2)).toEqual({ x: 4, y: 0, w: 2, h: 2 });
    expect(freePlace([tile('a', 0, 0, 12)], 2, 2)).toEqual({ x: 0, y: 2, w: 2, h: 2 });
});

test('what is imported is a dashboard, or says why not', () => {
    const gauge = { ...newTile('gauge'), topic: 'a', thresholds: [{ from: 1, color: 'bad' as const }] };
    expect(toDashboard(JSON.parse(JSON.stringify({ tiles: [gauge] })))).toEqual({ tiles: [gauge] });
    const odd = toDashboard({ tiles: [{ kind: 'text', topic: 7, qos: 9, more: 1, thresholds: [{ from: 'x' }] }] })
        .tiles[0];
    expect(odd).toMatchObject({ topic: '', qos: 0, thresholds: [] });
    expect(odd).not.toHaveProperty('more');
    expect(() => toDashboard([])).toThrow('no list of tiles');
    expect(() => toDashboard({ tiles: [{ kind: 'rocket' }] })).toThrow('tile 1 is of kind "rocket"');
});
