import { expect, test } from 'vitest';
import { isMoving, step } from '../../src/views/graph/layout';
import { Network, type NodeData } from '../../src/views/graph/network';

function star(clients: number): Network {
    const nodes: NodeData[] = [{ id: 1, kind: 'topic', label: 'plant', count: 1 }];
    for (let i = 0; i < clients; i++) {
        nodes.push({ id: i + 2, kind: 'client', label: `device-${i}`, count: 1 });
    }
    const network = new Network();
    const edges = nodes.slice(1).map(({ id }) => ({ from: id, to: 1, rate: 1 }));
    network.replace({ time: 0, clients, topics: 1, nodes, edges });
    return network;
}

function settle(network: Network): number {
    let steps = 0;
    while (isMoving(network)) {
        step(network);
        steps++;
    }
    return steps;
}

test('the picture comes to rest, and no node lies on another', () => {
    const network = star(200);

    expect(settle(network)).toBeLessThan(400);

    const nodes = [...network.nodes.values()];
    let nearest = Infinity;
    for (const [i, one] of nodes.entries()) {
        for (const other of nodes.slice(i + 1)) {
            nearest = Math.min(nearest, Math.hypot(one.x - other.x, one.y - other.y));
        }
    }
    expect(nearest).toBeGreaterThan(9);
    expect(Math.max(...nodes.map((node) => Math.hypot(node.x, node.y)))).toBeLessThan(1_500);
});

test('those that have found their place do not jump when another comes', () => {
    const network = star(30);
    settle(network);
    const before = [...network.nodes.values()].map(({ id, x, y }) => ({ id, x, y }));

    network.update({
        time: 1,
        published: 1,
        sent: 0,
        clients: 31,
        topics: 1,
        edges: [[99, 1, 1]],
        nodes: [{ id: 99, kind: 'client', label: 'new', count: 1 }],
        gone: [],
    });
    settle(network);

    const moved = before
        .filter(({ id }) => id !== 1)
        .map(({ id, x, y }) => Math.hypot(x - (network.nodes.get(id)?.x ?? 0), y - (network.nodes.get(id)?.y ?? 0)));
    expect(Math.max(...moved)).toBeLessThan(1);
});
