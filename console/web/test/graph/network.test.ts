import { expect, test } from 'vitest';
import { type FlowsData, Network } from '../../src/views/graph/network';

const client = (id: number, label: string) => ({ id, kind: 'client' as const, label, count: 1 });
const topic = (id: number, label: string) => ({ id, kind: 'topic' as const, label, count: 1 });

function bell(): Network {
    const network = new Network();
    network.replace({
        time: 0,
        clients: 2,
        topics: 1,
        nodes: [client(1, 'ann'), client(2, 'bob'), topic(3, 'home/bell')],
        edges: [
            { from: 1, to: 3, rate: 10 },
            { from: 3, to: 2, rate: 10 },
        ],
    });
    return network;
}

function flows(time: number, more: Partial<FlowsData> = {}): FlowsData {
    return { time, published: 0, sent: 0, clients: 2, topics: 1, edges: [], nodes: [], gone: [], ...more };
}

test('what goes through a node is the sum of its edges', () => {
    const network = bell();

    expect(network.nodes.get(3)?.taken).toBe(10);
    expect(network.nodes.get(3)?.given).toBe(10);
    expect(network.byRate().map((node) => node.label)).toEqual(['home/bell', 'ann', 'bob']);
});

test('a rate follows what happens', () => {
    const network = bell();
    for (let time = 100; time <= 10_000; time += 100) {
        network.update(flows(time, { published: 5, edges: [[1, 3, 5]] }));
    }

    expect(network.nodes.get(1)?.given).toBeCloseTo(50, 0);
    expect(network.published).toBeCloseTo(50, 0);
    expect(network.nodes.get(2)?.taken).toBeLessThan(0.1);
});

test('an edge that is silent for a minute goes, and so does a node that the broker says is gone', () => {
    const network = bell();
    network.update(flows(50_000, { edges: [[1, 3, 1]] }));
    network.update(flows(61_000));

    expect([...network.edges.values()].map((edge) => edge.from.label)).toEqual(['ann']);
    expect(network.update(flows(62_000, { gone: [1] }))).toBe(true);
    expect(network.edges.size).toBe(0);
    expect(network.nodes.get(3)?.edges.size).toBe(0);
});

test('a node keeps its place in another picture, whatever its id is', () => {
    const network = bell();
    Object.assign(network.nodes.get(1) ?? {}, { x: 123, y: 45, heat: 0 });

    network.replace({ time: 1, clients: 1, topics: 0, nodes: [client(7, 'ann')], edges: [] });

    expect(network.nodes.get(7)).toMatchObject({ x: 123, y: 45, heat: 0 });
});

test('a new node comes beside one that it has to do with, and the others stay where they are', () => {
    const network = bell();
    for (const node of network.nodes.values()) {
        node.heat = 0;
        node.x += 1_000;
    }

    network.update(flows(100, { nodes: [client(4, 'carol')], edges: [[3, 4, 1]] }));

    const carol = network.nodes.get(4);
    const place = network.nodes.get(3);
    expect(Math.hypot((carol?.x ?? 0) - (place?.x ?? 0), (carol?.y ?? 0) - (place?.y ?? 0))).toBeLessThan(100);
    expect(network.nodes.get(1)?.heat).toBe(0);
});

test('what is said of nodes that are not there is passed over', () => {
    const network = bell();

    expect(network.update(flows(100, { edges: [[8, 9, 1]], gone: [9] }))).toBe(true);
    expect(network.edges.size).toBe(2);
});
