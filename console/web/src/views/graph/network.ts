/** What the broker tells of clients, topics and the messages between them, and what follows from it. */

export type Kind = 'client' | 'topic';

/** A node as the broker writes it. */
export interface NodeData {
    id: number;
    kind: Kind;
    label: string;
    group?: string;
    count: number;
}

/** Event graph: the whole picture. */
export interface GraphData {
    time: number;
    clients: number;
    topics: number;
    nodes: NodeData[];
    edges: { from: number; to: number; rate: number }[];
}

/** Event flows: what happened since the event before. */
export interface FlowsData {
    time: number;
    published: number;
    sent: number;
    clients: number;
    topics: number;
    edges: [number, number, number][];
    nodes: NodeData[];
    gone: number[];
}

export interface Node extends NodeData {
    x: number;
    y: number;
    /** How far it may move in a step: 1 when it is new, 0 when it has found its place. */
    heat: number;
    /** Messages a second that it gets, and that it gives. */
    taken: number;
    given: number;
    edges: Set<Edge>;
}

export interface Edge {
    from: Node;
    to: Node;
    /** Messages a second, lately. */
    rate: number;
    /** When there was a message last, in milliseconds of the broker. */
    seen: number;
}

const RATE_MILLIS = 2_000;
const FORGOTTEN_AFTER_MILLIS = 60_000;
const PLACES_MAX = 3_000;
const WARM = 0.25;
/** When so much of a picture is new, all of it is laid out again. */
const NEW_SHARE = 0.3;
const AGAIN = 0.7;
const SETTLED = 0.2;

/** Names a node whatever its id is, so that it keeps its place in another picture. */
function nameOf(node: NodeData): string {
    return `${node.kind} ${node.group ?? `= ${node.label}`}`;
}

/** A number from 0 to 1 that is always the same for a text. */
export function scatter(text: string, salt: number): number {
    let hash = salt | 0;
    for (let i = 0; i < text.length; i++) {
        hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** Names an edge by the ids of its ends. */
export function edgeKey(from: number, to: number): number {
    return from * 2 ** 26 + to;
}

export class Network {
    readonly nodes = new Map<number, Node>();
    readonly edges = new Map<number, Edge>();
    /** All that match what was asked for, in a group or not. */
    clients = 0;
    topics = 0;
    /** Messages a second of the whole broker. */
    published = 0;
    sent = 0;
    private time = 0;
    private readonly places = new Map<string, { x: number; y: number }>();

    /** Another picture: what was in the one before keeps its place. */
    replace(graph: GraphData): void {
        for (const node of this.nodes.values()) {
            this.remember(node);
        }
        this.nodes.clear();
        this.edges.clear();
        this.time = graph.time;
        this.clients = graph.clients;
        this.topics = graph.topics;
        const added: Node[] = [];
        for (const node of graph.nodes) {
            added.push(this.add(node));
        }
        for (const { from, to, rate } of graph.edges) {
            const edge = this.edge(from, to);
            if (edge) {
                edge.rate = rate;
            }
        }
        this.place(added);
        this.sum();
    }

    /** What happened next; tells whether nodes came, went or were joined. */
    update(flows: FlowsData): boolean {
        const seconds = Math.min(10, Math.max(0.05, (flows.time - this.time) / 1000));
        const kept = Math.exp((-seconds * 1000) / RATE_MILLIS);
        this.time = flows.time;
        this.clients = flows.clients;
        this.topics = flows.topics;
        this.published = this.published * kept + (flows.published / seconds) * (1 - kept);
        this.sent = this.sent * kept + (flows.sent / seconds) * (1 - kept);
        const before = this.edges.size;
        const added: Node[] = [];
        for (const node of flows.nodes) {
            const known = this.nodes.get(node.id);
            if (known) {
                known.count = node.count;
            } else {
                added.push(this.add(node));
            }
        }
        for (const edge of this.edges.values()) {
            edge.rate *= kept;
        }
        for (const [from, to, count] of flows.edges) {
            const edge = this.edge(from, to);
            if (edge) {
                edge.rate += (count / seconds) * (1 - kept);
                edge.seen = flows.time;
            }
        }
        const joined = this.edges.size !== before;
        for (const id of flows.gone) {
            this.remove(id);
        }
        for (const [key, edge] of this.edges) {
            if (flows.time - edge.seen > FORGOTTEN_AFTER_MILLIS) {
                this.drop(key, edge);
            }
        }
        this.place(added);
        this.sum();
        return joined || added.length > 0 || flows.gone.length > 0;
    }

    /** All nodes, those first through which most goes. */
    byRate(): Node[] {
        return [...this.nodes.values()].sort(
            (one, other) => other.taken + other.given - one.taken - one.given || (one.label < other.label ? -1 : 1),
        );
    }

    private add(data: NodeData): Node {
        const node: Node = { ...data, x: 0, y: 0, heat: 1, taken: 0, given: 0, edges: new Set() };
        this.nodes.set(node.id, node);
        return node;
    }

    private edge(from: number, to: number): Edge | undefined {
        const key = edgeKey(from, to);
        const known = this.edges.get(key);
        const giver = this.nodes.get(from);
        const taker = this.nodes.get(to);
        if (known || !giver || !taker) {
            return known;
        }
        const made: Edge = { from: giver, to: taker, rate: 0, seen: this.time };
        this.edges.set(key, made);
        for (const end of [giver, taker]) {
            end.edges.add(made);
            end.heat = Math.max(end.heat, WARM);
        }
        return made;
    }

    private drop(key: number, edge: Edge): void {
        this.edges.delete(key);
        edge.from.edges.delete(edge);
        edge.to.edges.delete(edge);
    }

    private remove(id: number): void {
        const node = this.nodes.get(id);
        if (node) {
            this.remember(node);
            this.nodes.delete(id);
            for (const edge of node.edges) {
                this.drop(edgeKey(edge.from.id, edge.to.id), edge);
            }
        }
    }

    /** Where it has found its place. */
    private remember(node: Node): void {
        if (node.heat > SETTLED) {
            return;
        }
        this.places.set(nameOf(node), { x: node.x, y: node.y });
        if (this.places.size > PLACES_MAX) {
            this.places.delete(this.places.keys().next().value ?? '');
        }
    }

    /** Where it was before; else beside those that it has to do with; else around all others. */
    private place(added: Node[]): void {
        const lost = added.filter((node) => !this.places.has(nameOf(node)));
        const heat = lost.length > NEW_SHARE * this.nodes.size ? AGAIN : 0;
        for (const node of added) {
            const before = this.places.get(nameOf(node));
            if (before) {
                Object.assign(node, before, { heat });
            }
        }
        const isLost = new Set(lost);
        const around = 40 * Math.sqrt(this.nodes.size);
        for (const node of lost) {
            const name = nameOf(node);
            const angle = 2 * Math.PI * scatter(name, 1);
            const beside = [...node.edges]
                .map((edge) => (edge.from === node ? edge.to : edge.from))
                .find((other) => !isLost.has(other));
            const far = beside ? 40 + 30 * scatter(name, 2) : around * (0.3 + scatter(name, 2));
            node.x = (beside?.x ?? 0) + Math.cos(angle) * far;
            node.y = (beside?.y ?? 0) + Math.sin(angle) * far * 0.7;
            isLost.delete(node);
        }
    }

    private sum(): void {
        for (const node of this.nodes.values()) {
            node.taken = 0;
            node.given = 0;
        }
        for (const { from, to, rate } of this.edges.values()) {
            from.given += rate;
            to.taken += rate;
        }
    }
}
