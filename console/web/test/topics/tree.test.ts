import { expect, test } from 'vitest';
import { type Order, type Row, TopicTree } from '../../src/views/topics/tree';
import { message, node } from './nodes';

const shown = (rows: Row[]) =>
    rows.map(
        ({ kind, depth, topic, open, node }) =>
            `${'  '.repeat(depth)}${kind === 'node' ? '' : `${kind} of `}${topic}${open ? ' -' : node?.children ? ' +' : ''}`,
    );

function home(): TopicTree {
    const tree = new TopicTree();
    tree.put('', [node('home', { children: true, topics: 3 }), node('$SYS', { children: true })], false, 0);
    return tree;
}

test('nothing is there before the root is', () => {
    expect(shown(new TopicTree().rows('name', 0))).toEqual(['loading of ']);
});

test('levels are closed at first, and those of the broker come last', () => {
    expect(shown(home().rows('name', 0))).toEqual(['home +', '$SYS +']);
});

test('an open level shows that it loads, and then what is in it', () => {
    const tree = home();
    tree.open('home');
    expect(shown(tree.rows('name', 0))).toEqual(['home -', '  loading of home', '$SYS +']);
    tree.put('home', [node('home/b'), node('home/a')], false, 0);
    expect(shown(tree.rows('name', 0))).toEqual(['home -', '  home/a', '  home/b', '$SYS +']);
});

test('a level that is closed forgets what is in it', () => {
    const tree = home();
    tree.open('home');
    tree.put('home', [node('home/a')], false, 0);
    tree.close('home');
    expect(shown(tree.rows('name', 0))).toEqual(['home +', '$SYS +']);
    expect(tree.size('home')).toBeUndefined();
});

test('a level below a closed one is open again with it', () => {
    const tree = home();
    tree.open('home');
    tree.open('home/a');
    tree.close('home');
    tree.open('home');
    tree.put('home', [node('home/a', { children: true })], false, 0);
    expect(shown(tree.rows('name', 0))).toEqual(['home -', '  home/a -', '    loading of home/a', '$SYS +']);
});

test('rows know their place among those of the same parent', () => {
    const [first, last] = home().rows('name', 0);
    expect(first).toMatchObject({ position: 1, siblings: 2 });
    expect(last).toMatchObject({ position: 2, siblings: 2 });
});

test('a folder that has more says so at its end', () => {
    const tree = new TopicTree();
    tree.put('', [node('a'), node('b')], true, 0);
    const rows = tree.rows('name', 0);
    expect(shown(rows)).toEqual(['a', 'b', 'more of ']);
    expect(rows.at(-1)).toMatchObject({ position: 3, siblings: 3 });
});

test('names with numbers are in the order of those', () => {
    const tree = new TopicTree();
    tree.put('', [node('d10'), node('d9'), node('D1')], false, 0);
    expect(shown(tree.rows('name', 0))).toEqual(['D1', 'd9', 'd10']);
});

test.each([
    ['rate', ['b', 'c', 'a']],
    ['recent', ['c', 'a', 'b']],
] as [Order, string[]][])('levels are sorted by %s', (order, topics) => {
    const tree = new TopicTree();
    const nodes = [
        node('a', { rate: 0, last: message(20, '') }),
        node('b', { rate: 5, last: message(10, '') }),
        node('c', { rate: 1, last: message(30, '') }),
    ];
    tree.put('', nodes, false, 0);
    expect(shown(tree.rows(order, 0))).toEqual(topics);
});

test('what moves is sorted again only after a while', () => {
    const tree = new TopicTree();
    tree.put('', [node('a', { rate: 1 }), node('b')], false, 0);
    tree.rows('rate', 0);
    tree.merge('', [node('b', { rate: 9 })], 100);
    expect(shown(tree.rows('rate', 1000))).toEqual(['a', 'b']);
    expect(shown(tree.rows('rate', 2000))).toEqual(['b', 'a']);
});

test('a level that changed is known to have, and the others are not', () => {
    const tree = home();
    tree.merge('', [node('home', { messages: 2, children: true })], 500);
    expect(tree.rows('name', 500).map((row) => row.changedAt)).toEqual([500, 0]);
    expect(tree.node('home')?.messages).toBe(2);
});

test('a level of which only the rate changed has had no message', () => {
    const tree = home();
    tree.merge('', [node('home', { rate: 7, children: true })], 500);
    expect(tree.rows('name', 500)[0]).toMatchObject({ changedAt: 0, node: { rate: 7 } });
});

test('a new level finds its place', () => {
    const tree = home();
    tree.rows('name', 0);
    tree.merge('', [node('garden')], 500);
    const rows = tree.rows('name', 500);
    expect(shown(rows)).toEqual(['garden', 'home +', '$SYS +']);
    expect(rows[0]?.changedAt).toBe(500);
});

test('a level without topics is gone, with what was below', () => {
    const tree = home();
    tree.open('home');
    tree.put('home', [node('home/a')], false, 0);
    tree.merge('', [node('home', { topics: 0 })], 0);
    expect(shown(tree.rows('name', 0))).toEqual(['$SYS +']);
    expect(tree.openFolders()).toEqual(['']);
});

test('what is told of a folder that is not open is nothing to us', () => {
    const tree = home();
    tree.merge('home', [node('home/a')], 0);
    expect(tree.size('home')).toBeUndefined();
});

test('a folder that is asked for again keeps what it knew, and has what came', () => {
    const tree = home();
    tree.merge('', [node('home', { messages: 2, children: true })], 500);
    tree.put('', [node('home', { messages: 2, children: true }), node('x')], false, 900);
    expect(tree.rows('name', 900).map((row) => [row.topic, row.changedAt])).toEqual([
        ['home', 500],
        ['x', 900],
    ]);
});

test('open folders are those that can be seen', () => {
    const tree = home();
    tree.open('home');
    tree.open('elsewhere/deep');
    expect(tree.openFolders()).toEqual(['', 'home']);
});

test('a folder is open even before the one above is known to have it', () => {
    const tree = home();
    tree.open('new');
    expect(tree.openFolders()).toEqual(['', 'new']);
});

test('a topic that begins with a slash is a level of the root', () => {
    const tree = new TopicTree();
    tree.put('', [node('/a', { name: '/a', children: true })], false, 0);
    tree.open('/a');
    tree.put('/a', [node('/a/b')], false, 0);
    expect(shown(tree.rows('name', 0))).toEqual(['/a -', '  /a/b']);
    expect(tree.node('/a')?.name).toBe('/a');
    expect(tree.node('/a/b')?.name).toBe('b');
});

test('ten thousand rows that change are no trouble', () => {
    const tree = new TopicTree();
    const many = Array.from({ length: 10_000 }, (_, n) => node(`device-${n}`));
    tree.put('', many, false, 0);
    tree.rows('name', 0);
    const began = performance.now();
    for (let round = 1; round <= 20; round++) {
        tree.merge(
            '',
            many.slice(0, 500).map((each) => ({ ...each, messages: round })),
            round,
        );
        expect(tree.rows('name', round)).toHaveLength(10_000);
    }
    expect((performance.now() - began) / 20).toBeLessThan(50);
});
