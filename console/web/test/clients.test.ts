import { expect, test } from 'vitest';
import { parts } from '../src/lib/address';
import { type Client, clientPath, counted, listPath, settle } from '../src/views/clients/clients';
import { clientAt, hashOf, tabAt } from '../src/views/clients/place';
import { added, asText, LINES_MAX, type Line, lineOf, matching } from '../src/views/clients/trace';

function client(id: string, queued = 0): Client {
    return { client: id, queued_messages: queued } as Client;
}

test('a query becomes an address that names only what is wanted', () => {
    expect(listPath({ search: ' ', sort: 'name', connected: '', limit: 100 })).toBe('/api/clients?sort=name&limit=100');
    expect(listPath({ search: 'a&b', sort: 'slow', connected: 'false', limit: 200 })).toBe(
        '/api/clients?sort=slow&limit=200&search=a%26b&connected=false',
    );
});

test('ids of clients are encoded, whatever is in them', () => {
    expect(clientPath('pump/7 ü?', '/ban')).toBe('/api/clients/pump%2F7%20%C3%BC%3F/ban');
});

test('while somebody points at the list nothing moves: what is new comes last, what is gone goes', () => {
    const shown = [client('a', 1), client('b', 2), client('c', 3)];
    const latest = [client('c', 9), client('d', 8), client('a', 7)];
    expect(settle(shown, latest, true)).toEqual([client('a', 7), client('c', 9), client('d', 8)]);
    expect(settle(shown, latest, false)).toEqual(latest);
});

test('it is said how many are shown of how many', () => {
    expect(counted({ matched: 1, clients: [client('a')] })).toBe('1 client');
    expect(counted({ matched: 12_345, clients: [client('a')] })).toBe('1 of 12,345 clients');
    expect(counted({ matched: 0, clients: [] })).toBe('0 clients');
});

test('a place has an address, and an address a place', () => {
    expect(['#/clients', '#/clients/bans', '#/clients/nothing'].map((each) => tabAt(parts(each)))).toEqual([
        'list',
        'bans',
        'list',
    ]);
    expect(clientAt(parts(hashOf('list', 'a/b #%')))).toBe('a/b #%');
    expect(clientAt(parts('#/clients/list/%zz'))).toBe('%zz');
    expect(clientAt(parts('#/clients/bans/a'))).toBeUndefined();
});

test('a line of a trace has a kind, and no client', () => {
    const line = lineOf(1, { time: 0, text: 'client=pump in PUBLISH topic=a/b' });
    expect(line).toEqual({ number: 1, time: 0, kind: 'in', text: 'PUBLISH topic=a/b' });
    expect(asText([line])).toBe('1970-01-01T00:00:00.000Z in PUBLISH topic=a/b');
    expect(matching([line], 'publish')).toEqual([line]);
    expect(matching([line], 'connack')).toEqual([]);
});

test('of a long trace the latest lines are kept', () => {
    let lines: Line[] = [];
    for (let i = 0; i < LINES_MAX + 5; i++) {
        lines = added(lines, lineOf(i, { time: i, text: 'client=a in PINGREQ' }));
    }
    expect(lines.length).toBe(LINES_MAX);
    expect(lines[0]?.number).toBe(5);
});
