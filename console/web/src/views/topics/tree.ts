import type { Message } from '../../lib/payload/message';
import { above, levels } from '../../lib/topics';

/** A level of topics, as the broker tells of it. */
export interface TopicNode {
    name: string;
    topic: string;
    /** How many topics there are, here and below. */
    topics: number;
    messages: number;
    /** Messages a second, here and below. */
    rate: number;
    bytes: number;
    /** The last message of this very topic, if there was one. */
    last?: Message;
    retained: boolean;
    children: boolean;
}

export type Order = 'name' | 'rate' | 'recent';

/** A line of the tree: a level of topics, or what is said where levels are not there (yet). */
export interface Row {
    kind: 'node' | 'more' | 'loading';
    /** Of a node, its topic; else the folder whose levels are missing. */
    topic: string;
    /** From 0. */
    depth: number;
    /** From 1, among all that have the same parent. */
    position: number;
    siblings: number;
    open: boolean;
    node?: TopicNode;
    /** When it changed last before our eyes, in milliseconds; 0 for never. */
    changedAt: number;
}

interface Entry {
    node: TopicNode;
    changedAt: number;
}

interface Folder {
    entries: Map<string, Entry>;
    /** There are more levels than we asked for. */
    more: boolean;
    sorted?: { order: Order; at: number; entries: Entry[] } | undefined;
}

const ROOT = '';
/** Rows that move all the time cannot be read nor clicked. */
const SORTED_AGAIN_MILLIS = 2000;
const NAMES = new Intl.Collator(undefined, { numeric: true });

/** The levels that are known, and which of them are open. */
export class TopicTree {
    private readonly folders = new Map<string, Folder>();
    private readonly opened = new Set<string>();

    /** Takes all levels of a folder. */
    put(below: string, nodes: TopicNode[], more: boolean, now: number): void {
        const before = this.folders.get(below);
        const entries = new Map<string, Entry>();
        for (const node of nodes) {
            const known = before?.entries.get(node.topic);
            entries.set(node.topic, { node, changedAt: changedAt(node, known, before !== undefined, now) });
        }
        this.folders.set(below, { entries, more });
    }

    /** Takes the levels of a folder that changed; those without topics are gone. A folder we do not know stays so. */
    merge(below: string, nodes: TopicNode[], now: number): void {
        const folder = this.folders.get(below);
        for (const node of folder ? nodes : []) {
            this.mergeNode(folder as Folder, node, now);
        }
    }

    private mergeNode(folder: Folder, node: TopicNode, now: number): void {
        const known = folder.entries.get(node.topic);
        if (node.topics === 0) {
            folder.entries.delete(node.topic);
            folder.sorted = undefined;
            this.close(node.topic);
        } else if (known) {
            known.changedAt = changedAt(node, known, true, now);
            known.node = node;
        } else {
            folder.entries.set(node.topic, { node, changedAt: now });
            folder.sorted = undefined;
        }
    }

    /** How many levels of a folder are known; undefined when it was not asked for. */
    size(below: string): number | undefined {
        return this.folders.get(below)?.entries.size;
    }

    node(topic: string): TopicNode | undefined {
        return this.folders.get(above(topic))?.entries.get(topic)?.node;
    }

    nodes(below: string): TopicNode[] {
        return Array.from(this.folders.get(below)?.entries.values() ?? [], (known) => known.node);
    }

    open(topic: string): void {
        this.opened.add(topic);
    }

    /** Closes a level; what is below it is asked for again when it is opened. */
    close(topic: string): void {
        this.opened.delete(topic);
        this.folders.delete(topic);
    }

    isOpen(topic: string): boolean {
        return this.opened.has(topic);
    }

    /** The folders that are open with all above them, and the root; even before those above are known to have them. */
    openFolders(): string[] {
        const depth = (topic: string) => levels(topic).length;
        const seen = [...this.opened].filter((topic) => levels(topic).every((level) => this.isOpen(level.topic)));
        return [ROOT, ...seen.sort((a, b) => depth(a) - depth(b))];
    }

    /** What there is to be seen, from top to bottom. */
    rows(order: Order, now: number): Row[] {
        const rows: Row[] = [];
        this.collect(ROOT, 0, order, now, rows);
        return rows;
    }

    private collect(below: string, depth: number, order: Order, now: number, rows: Row[]): void {
        const folder = this.folders.get(below);
        if (!folder) {
            rows.push(placeholder('loading', below, depth, 1));
            return;
        }
        const entries = sorted(folder, order, now);
        const siblings = entries.length + (folder.more ? 1 : 0);
        entries.forEach(({ node, changedAt }, at) => {
            const open = node.children && this.isOpen(node.topic);
            const { topic } = node;
            rows.push({ kind: 'node', topic, depth, position: at + 1, siblings, open, node, changedAt });
            if (open) {
                this.collect(topic, depth + 1, order, now, rows);
            }
        });
        if (folder.more) {
            rows.push(placeholder('more', below, depth, siblings));
        }
    }
}

function placeholder(kind: 'more' | 'loading', topic: string, depth: number, siblings: number): Row {
    return { kind, topic, depth, position: siblings, siblings, open: false, changedAt: 0 };
}

function changedAt(node: TopicNode, known: Entry | undefined, isNews: boolean, now: number): number {
    if (!known) {
        return isNews ? now : 0;
    }
    return known.node.messages === node.messages ? known.changedAt : now;
}

/** The order by name stays as long as the names do; what moves is sorted again only now and then. */
function sorted(folder: Folder, order: Order, now: number): Entry[] {
    const before = folder.sorted;
    if (before?.order === order && (order === 'name' || now - before.at < SORTED_AGAIN_MILLIS)) {
        return before.entries;
    }
    const entries = [...folder.entries.values()].sort((a, b) => compare(a, b, order));
    folder.sorted = { order, at: now, entries };
    return entries;
}

function compare(a: Entry, b: Entry, order: Order): number {
    const system = Number(isSystem(a.node)) - Number(isSystem(b.node));
    return system || moving(a, b, order) || NAMES.compare(a.node.name, b.node.name);
}

function moving(a: Entry, b: Entry, order: Order): number {
    switch (order) {
        case 'name':
            return 0;
        case 'rate':
            return b.node.rate - a.node.rate;
        case 'recent':
            return recent(b) - recent(a);
    }
}

/** Of what is below a level one knows no time but when it was told. */
function recent(entry: Entry): number {
    const lastTime = entry.node.last?.time ?? 0;
    return entry.node.children || lastTime === 0 ? Math.max(entry.changedAt, lastTime) : lastTime;
}

/** Topics of the broker itself, as $SYS, come last. */
export function isSystem(node: TopicNode): boolean {
    return node.name.startsWith('$');
}
