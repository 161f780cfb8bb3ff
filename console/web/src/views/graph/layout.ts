/** Finds places for nodes: those that belong together near each other, and none on top of another. */

import type { Network, Node } from './network';

/** Nodes that are further apart do not mind each other. */
const REACH = 150;
const REPULSION = 11;
const LINK = 85;
const SPRING = 0.05;
const GRAVITY = 0.012;
const STEP_MAX = 24;
const COOLING = 0.978;
const COLD = 0.012;

/** How large a node is drawn, in pixels. */
export function radius(node: Node): number {
    const busy = Math.log10(1 + node.given + node.taken);
    const many = node.group ? 4 + 3 * Math.log10(node.count) : 0;
    return 4.5 + 1.8 * busy + many;
}

/** Whether any node has still to find its place. */
export function isMoving(network: Network): boolean {
    for (const node of network.nodes.values()) {
        if (node.heat > 0) {
            return true;
        }
    }
    return false;
}

/** Moves all nodes that are warm a little, and cools them. */
export function step(network: Network): void {
    const nodes = [...network.nodes.values()];
    const forces = new Float64Array(2 * nodes.length);
    const index = new Map(nodes.map((node, i) => [node, i]));
    repel(nodes, forces);
    for (const edge of network.edges.values()) {
        const from = index.get(edge.from) ?? 0;
        const to = index.get(edge.to) ?? 0;
        const dx = edge.to.x - edge.from.x;
        const dy = edge.to.y - edge.from.y;
        const length = Math.hypot(dx, dy) || 1;
        const crowd = Math.sqrt(Math.min(edge.from.edges.size, edge.to.edges.size));
        const pull = ((length - LINK) / length) * (SPRING / crowd);
        push(forces, from, dx * pull, dy * pull);
        push(forces, to, -dx * pull, -dy * pull);
    }
    for (const [i, node] of nodes.entries()) {
        const hold = node.edges.size > 0 ? GRAVITY : GRAVITY * 0.4;
        const fx = (forces[2 * i] ?? 0) - node.x * hold;
        const fy = (forces[2 * i + 1] ?? 0) - node.y * hold;
        const most = (STEP_MAX * node.heat) / Math.max(1, Math.hypot(fx, fy));
        node.x += fx * Math.min(1, most);
        node.y += fy * Math.min(1, most);
        node.heat = node.heat < COLD ? 0 : node.heat * COOLING;
    }
}

function push(forces: Float64Array, i: number, fx: number, fy: number): void {
    forces[2 * i] = (forces[2 * i] ?? 0) + fx;
    forces[2 * i + 1] = (forces[2 * i + 1] ?? 0) + fy;
}

/** Only those in the same or a neighbouring square of a grid can be near. */
function repel(nodes: Node[], forces: Float64Array): void {
    const grid = new Map<number, number[]>();
    const square = (node: Node) => Math.floor(node.x / REACH) * 65_536 + Math.floor(node.y / REACH);
    for (const [i, node] of nodes.entries()) {
        const cell = square(node);
        const there = grid.get(cell);
        if (there) {
            there.push(i);
        } else {
            grid.set(cell, [i]);
        }
    }
    for (const [cell, here] of grid) {
        for (const neighbour of [0, 1, 65_535, 65_536, 65_537]) {
            const there = grid.get(cell + neighbour);
            if (there) {
                repelBetween(nodes, here, there, neighbour === 0, forces);
            }
        }
    }
}

function repelBetween(nodes: Node[], here: number[], there: number[], same: boolean, forces: Float64Array): void {
    for (const [a, i] of here.entries()) {
        for (let b = same ? a + 1 : 0; b < there.length; b++) {
            const j = there[b] as number;
            const one = nodes[i] as Node;
            const other = nodes[j] as Node;
            const dx = one.x - other.x + (i - j) * 1e-3;
            const dy = one.y - other.y;
            const distance = Math.sqrt(dx * dx + dy * dy) + 0.1;
            if (distance < REACH && (one.heat > 0 || other.heat > 0)) {
                const force = (REPULSION * (REACH / distance - 1)) / distance;
                push(forces, i, dx * force, dy * force);
                push(forces, j, -dx * force, -dy * force);
            }
        }
    }
}
