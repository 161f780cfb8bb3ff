import { expect, test } from 'vitest';
import { Camera } from '../../src/views/graph/camera';
import { address, wrongFilter } from '../../src/views/graph/feed';
import { shortName, withRoom } from '../../src/views/graph/labels';
import { type FlowsData, Network } from '../../src/views/graph/network';
import { level } from '../../src/views/graph/paint';
import { SPARKS_MAX, Sparks, travelMillis } from '../../src/views/graph/sparks';

test('what is asked for is in the address, encoded', () => {
    expect(address({ filter: '', client: '', open: [] })).toBe('/api/graph/stream');
    expect(address({ filter: 'home/#', client: 'a b', open: ['topic:x/', 'client:é'] })).toBe(
        '/api/graph/stream?filter=home%2F%23&client=a+b&open=topic%3Ax%2F&open=client%3A%C3%A9',
    );
});

test('what is no topic filter is named before the broker is asked', () => {
    expect(wrongFilter('home/+/light/#')).toBe('');
    expect(wrongFilter('')).toBe('');
    expect(wrongFilter('home/#/light')).toContain('#');
    expect(wrongFilter('home#')).toContain('#');
    expect(wrongFilter('home/a+')).toContain('+');
});

test('a long topic is shortened to its last levels', () => {
    expect(shortName({ kind: 'topic', label: 'home/bell' })).toBe('home/bell');
    expect(shortName({ kind: 'topic', label: 'enterprise/site/area/hall-7/line-3/temperature' })).toBe(
        '…/hall-7/line-3/temperature',
    );
    expect(shortName({ kind: 'client', label: 'a'.repeat(20) + 'b'.repeat(20) }).length).toBeLessThan(31);
});

test('no label covers another, and the first have precedence', () => {
    const label = (text: string, x: number, y: number) => ({ text, x, y, width: 50 });

    const chosen = withRoom(
        [label('one', 50, 50), label('on it', 60, 55), label('beside', 110, 50), label('outside', -90, 50)],
        [],
        10,
        300,
        200,
    );

    expect(chosen.map(({ text }) => text)).toEqual(['one', 'beside']);
});

test('only the most important labels cover nodes', () => {
    const labels = Array.from({ length: 30 }, (_, i) => ({ text: `${i}`, x: 50, y: 20 * i + 20, width: 50 }));
    const marks = labels.map(({ x, y }) => ({ x: x + 5, y: y - 5 }));

    expect(withRoom(labels, marks, 100, 100, 1_000).length).toBe(15);
    expect(withRoom(labels, [], 100, 100, 1_000).length).toBe(30);
});

test('zooming keeps what is under the pointer where it is, and fitting shows all', () => {
    const camera = new Camera();
    camera.width = 800;
    camera.height = 600;
    const before = camera.toPicture({ x: 100, y: 200 });
    camera.zoom(2, { x: 100, y: 200 });
    expect(camera.toScreen(before).x).toBeCloseTo(100);
    expect(camera.follows).toBe(false);

    const corners = [
        { x: -1000, y: -50 },
        { x: 3000, y: 500 },
    ];
    camera.approach(corners, 1);
    for (const corner of corners) {
        const { x, y } = camera.toScreen(corner);
        expect(x).toBeGreaterThanOrEqual(47);
        expect(x).toBeLessThanOrEqual(753);
        expect(y).toBeGreaterThan(0);
        expect(y).toBeLessThan(600);
    }
    expect(camera.approach(corners, 1)).toBe(false);
});

test('edges with more messages look busier', () => {
    expect([0, 1, 10, 100, 1_000_000].map(level)).toEqual([0, 1, 2, 3, 4]);
});

function flood(count: number): { network: Network; flows: FlowsData } {
    const network = new Network();
    network.replace({
        time: 0,
        clients: 1,
        topics: 1,
        nodes: [
            { id: 1, kind: 'client', label: 'ann', count: 1 },
            { id: 2, kind: 'topic', label: 'bell', count: 1 },
        ],
        edges: [{ from: 1, to: 2, rate: 1 }],
    });
    const flows = { time: 1, published: count, sent: 0, clients: 1, topics: 1, nodes: [], gone: [] };
    return { network, flows: { ...flows, edges: [[1, 2, count]] } };
}

test('a few messages are a spark each, and many are no more than can be seen', () => {
    const sparks = new Sparks();
    const few = flood(3);
    sparks.spawn(few.network, few.flows, 0, () => 0.5);
    expect(sparks.flying.length).toBe(3);

    const many = flood(1_000_000);
    for (let now = 0; now < 5_000; now += 10) {
        sparks.spawn(many.network, many.flows, now, () => 0.5);
    }
    expect(sparks.flying.length).toBe(SPARKS_MAX);

    sparks.land(100_000);
    expect(sparks.flying).toEqual([]);
});

test('sparks are faster where there are more of them', () => {
    expect(travelMillis(1_000)).toBeLessThan(travelMillis(1));
    expect(travelMillis(1e9)).toBeGreaterThan(100);
});
