/** Draws the picture. */

import type { Camera, Point } from './camera';
import { longName, shortName, withRoom } from './labels';
import { radius } from './layout';
import type { Edge, Kind, Network, Node } from './network';
import type { Spark } from './sparks';

export interface Colors {
    ground: string;
    text: string;
    client: string;
    topic: string;
}

export interface Look {
    colors: Colors;
    /** What is looked at: all but it and its neighbours steps back. */
    focus: Node | undefined;
    selected: Node | undefined;
    /** Nothing moves, so that widths say how much goes along an edge. */
    still: boolean;
}

/** So far to the right of the straight line runs an edge, that both directions can be seen. */
const BEND = 0.1;
const LEVELS = 5;
const LABELS_MAX = 60;
const CANDIDATES_MAX = 200;
const FADED = 0.12;
const SPARK_RADIUS = 2.4;
const FONT = '12px system-ui, sans-serif';

const widths = new Map<string, number>();

/** How much goes along an edge, from 0 to LEVELS - 1. */
export function level(rate: number): number {
    return rate < 0.05 ? 0 : Math.min(LEVELS - 1, 1 + Math.floor(Math.log10(1 + rate) * 1.3));
}

function bend(from: Point, to: Point): Point {
    return {
        x: (from.x + to.x) / 2 - (to.y - from.y) * BEND,
        y: (from.y + to.y) / 2 + (to.x - from.x) * BEND,
    };
}

function isFaded(edge: Edge, focus: Node | undefined): boolean {
    return focus !== undefined && edge.from !== focus && edge.to !== focus;
}

/** Edges, nodes and names; the nodes come in the order of their importance. */
export function paintNetwork(
    context: CanvasRenderingContext2D,
    network: Network,
    order: Node[],
    camera: Camera,
    look: Look,
): void {
    context.clearRect(0, 0, camera.width, camera.height);
    paintEdges(context, network, camera, look);
    const near = new Set<Node>();
    for (const edge of look.focus?.edges ?? []) {
        near.add(edge.from).add(edge.to);
    }
    for (let i = order.length - 1; i >= 0; i--) {
        const node = order[i] as Node;
        const faded = look.focus !== undefined && node !== look.focus && !near.has(node);
        paintNode(context, node, camera, look, faded);
    }
    paintLabels(context, order, near, camera, look);
}

function paintEdges(context: CanvasRenderingContext2D, network: Network, camera: Camera, look: Look): void {
    const paths = new Map<number, Path2D>();
    for (const edge of network.edges.values()) {
        const from = camera.toScreen(edge.from);
        const to = camera.toScreen(edge.to);
        const style = level(edge.rate) * 4 + (edge.from.kind === 'topic' ? 2 : 0) + (isFaded(edge, look.focus) ? 1 : 0);
        let path = paths.get(style);
        if (!path) {
            path = new Path2D();
            paths.set(style, path);
        }
        const middle = bend(from, to);
        path.moveTo(from.x, from.y);
        path.quadraticCurveTo(middle.x, middle.y, to.x, to.y);
    }
    for (const [style, path] of [...paths].sort(([one], [other]) => one - other)) {
        const busy = style >> 2;
        context.globalAlpha = style & 1 ? FADED / 2 : 0.22 + 0.1 * busy;
        context.strokeStyle = style & 2 ? look.colors.topic : look.colors.client;
        context.lineWidth = look.still ? 0.8 + 1.1 * busy : 0.8 + 0.35 * busy;
        context.stroke(path);
    }
    context.globalAlpha = 1;
}

function outline(context: CanvasRenderingContext2D, kind: Kind, at: Point, size: number): void {
    context.beginPath();
    if (kind === 'client') {
        context.arc(at.x, at.y, size, 0, 2 * Math.PI);
    } else {
        const side = size * 0.9;
        context.roundRect(at.x - side, at.y - side, 2 * side, 2 * side, size * 0.35);
    }
}

/** How large a node is on the screen. */
export function screenRadius(node: Node, camera: Camera): number {
    return radius(node) * Math.min(1.5, Math.max(0.55, camera.scale));
}

function paintNode(context: CanvasRenderingContext2D, node: Node, camera: Camera, look: Look, faded: boolean): void {
    const at = camera.toScreen(node);
    const size = screenRadius(node, camera);
    if (at.x < -size || at.y < -size || at.x > camera.width + size || at.y > camera.height + size) {
        return;
    }
    const color = node.kind === 'client' ? look.colors.client : look.colors.topic;
    const quiet = node.taken + node.given < 0.05;
    outline(context, node.kind, at, size + 1.5);
    context.fillStyle = look.colors.ground;
    context.fill();
    outline(context, node.kind, at, size);
    context.globalAlpha = faded ? FADED * 2 : quiet ? 0.5 : 1;
    context.fillStyle = color;
    context.fill();
    if (node.group !== undefined) {
        outline(context, node.kind, at, size + 3);
        context.strokeStyle = color;
        context.lineWidth = 1.2;
        context.stroke();
        if (size > 8) {
            write(context, String(node.count), { x: at.x, y: at.y + 3.5 }, look.colors.ground, '600 10px system-ui');
        }
    }
    context.globalAlpha = 1;
    if (node === look.selected) {
        outline(context, node.kind, at, size + 5);
        context.strokeStyle = look.colors.text;
        context.lineWidth = 2;
        context.stroke();
    }
}

function write(context: CanvasRenderingContext2D, text: string, at: Point, color: string, font: string): void {
    context.font = font;
    context.textAlign = 'center';
    context.fillStyle = color;
    context.fillText(text, at.x, at.y);
}

function widthOf(context: CanvasRenderingContext2D, text: string): number {
    const known = widths.get(text);
    if (known !== undefined) {
        return known;
    }
    if (widths.size > 2_000) {
        widths.clear();
    }
    context.font = FONT;
    const { width } = context.measureText(text);
    widths.set(text, width);
    return width;
}

function paintLabels(
    context: CanvasRenderingContext2D,
    order: Node[],
    near: Set<Node>,
    camera: Camera,
    look: Look,
): void {
    const { focus } = look;
    const first = focus ? [focus, ...order.filter((node) => near.has(node) && node !== focus)] : order;
    const marks = order.map((node) => camera.toScreen(node));
    const labels = first.slice(0, CANDIDATES_MAX).map((node) => {
        const at = camera.toScreen(node);
        const text = node === focus ? longName(node) : shortName(node);
        const width = widthOf(context, text);
        const x = within(at.x, width / 2, camera.width);
        return { text, x, y: at.y + screenRadius(node, camera) + 14, width };
    });
    context.lineWidth = 3.5;
    context.lineJoin = 'round';
    context.strokeStyle = look.colors.ground;
    context.font = FONT;
    context.textAlign = 'center';
    for (const { text, x, y } of withRoom(labels, marks, LABELS_MAX, camera.width, camera.height)) {
        context.strokeText(text, x, y);
        write(context, text, { x, y }, look.colors.text, FONT);
    }
}

/** Where it is, or so near that its label is all on the screen. */
function within(x: number, half: number, width: number): number {
    const off = x < 0 || x > width || 2 * half > width;
    return off ? x : Math.min(width - half - 2, Math.max(half + 2, x));
}

/** The messages that are on their way. */
export function paintSparks(
    context: CanvasRenderingContext2D,
    sparks: Spark[],
    now: number,
    camera: Camera,
    look: Look,
): void {
    context.clearRect(0, 0, camera.width, camera.height);
    for (const kind of ['client', 'topic'] as const) {
        const path = new Path2D();
        for (const { edge, start, millis } of sparks) {
            const flown = (now - start) / millis;
            if (edge.from.kind === kind && flown >= 0 && flown < 1 && !isFaded(edge, look.focus)) {
                const from = camera.toScreen(edge.from);
                const to = camera.toScreen(edge.to);
                const middle = bend(from, to);
                const length = Math.hypot(to.x - from.x, to.y - from.y) + 1;
                const begin = screenRadius(edge.from, camera) / length;
                const end = 1 - screenRadius(edge.to, camera) / length;
                const way = begin + flown * Math.max(0, end - begin);
                const rest = 1 - way;
                const x = rest * rest * from.x + 2 * rest * way * middle.x + way * way * to.x;
                const y = rest * rest * from.y + 2 * rest * way * middle.y + way * way * to.y;
                path.moveTo(x + SPARK_RADIUS, y);
                path.arc(x, y, SPARK_RADIUS, 0, 2 * Math.PI);
            }
        }
        context.fillStyle = look.colors[kind];
        context.strokeStyle = look.colors.ground;
        context.lineWidth = 1;
        context.stroke(path);
        context.fill(path);
    }
}
