import { signal } from '@preact/signals';
import { get } from '../../lib/api';
import { listen, type Stream } from '../../lib/events';
import { levels } from '../../lib/topics';
import { isSystem, type Order, type Row, type TopicNode, TopicTree } from './tree';

/** What the broker answers for a folder. */
interface Level {
    below: string;
    nodes: TopicNode[];
    more: boolean;
}

const FIRST = 500;
/** The broker tells of no more at once. */
const MOST = 5000;
/** A stream tells of no more levels of a folder; a folder that has more is asked for now and then. */
const LIVE_MAX = 500;
const LARGE_AGAIN_MILLIS = 5000;
/** A stream names its folders in its address, and that may not be endless. */
const STREAMED_MAX = 64;
const STREAMED_CHARACTERS_MAX = 4000;
const SEARCH_AGAIN_MILLIS = 2000;
const SETTLED_MILLIS = 200;
/** A root with no more levels shows what is in them at once. */
const OPENED_AT_FIRST = 6;

/** The tree as it is shown: asks the broker for folders, and listens to those that are open. */
export class Explorer {
    readonly rows = signal<Row[]>([]);
    readonly order = signal<Order>('name');
    readonly search = signal('');
    readonly paused = signal(false);
    /** Undefined until that is known. */
    readonly live = signal<boolean | undefined>(undefined);
    readonly failure = signal<unknown>(undefined);
    /** Nothing but the broker's own topics is there, or nothing that was looked for. */
    readonly isEmpty = signal(false);

    private readonly tree = new TopicTree();
    private readonly limits = new Map<string, number>();
    private found: Level | undefined;
    private stream: Stream | undefined;
    private streamed = '';
    private timers = new Map<string, ReturnType<typeof setTimeout>>();
    private drawing = false;
    private stopped = false;

    /** Begins; the levels above a topic are opened, so that it can be seen. */
    async start(topic: string): Promise<void> {
        await this.ask('');
        const ours = this.tree.nodes('').filter((node) => !isSystem(node));
        const first = topic === '' && ours.length <= OPENED_AT_FIRST ? ours.map((node) => node.topic) : [];
        await Promise.all(first.map((each) => this.open(each)));
        await this.reveal(topic);
    }

    /** For good; what was asked for may still come. */
    stop(): void {
        this.stopped = true;
        this.quiet();
    }

    /** Opens all levels above a topic. */
    async reveal(topic: string): Promise<void> {
        for (const level of topic === '' ? [] : levels(topic).slice(0, -1)) {
            if (!this.tree.isOpen(level.topic)) {
                await this.open(level.topic);
            }
        }
    }

    async open(topic: string): Promise<void> {
        this.tree.open(topic);
        this.draw();
        await this.ask(topic);
    }

    close(topic: string): void {
        this.tree.close(topic);
        this.draw();
        this.listenSoon();
    }

    /** Asks for more of the levels of a folder. */
    more(below: string): Promise<void> {
        this.limits.set(below, Math.min(MOST, (this.limits.get(below) ?? FIRST) * 4));
        return this.ask(below);
    }

    node(topic: string): TopicNode | undefined {
        return this.tree.node(topic) ?? this.found?.nodes.find((node) => node.topic === topic);
    }

    sort(order: Order): void {
        this.order.value = order;
        this.draw();
    }

    find(text: string): void {
        this.search.value = text;
        this.found = undefined;
        this.later('search', SETTLED_MILLIS, () => this.searchNow());
        if (text === '') {
            this.draw();
        }
    }

    pause(paused: boolean): void {
        this.paused.value = paused;
        if (paused) {
            this.quiet();
            this.streamed = '';
            this.live.value = undefined;
        } else {
            void Promise.all(this.tree.openFolders().map((folder) => this.ask(folder)));
            void this.searchNow();
        }
    }

    private quiet(): void {
        this.stream?.close();
        this.stream = undefined;
        for (const timer of this.timers.values()) {
            clearTimeout(timer);
        }
        this.timers.clear();
    }

    private async ask(below: string): Promise<void> {
        try {
            const limit = this.limits.get(below) ?? FIRST;
            const level = await get<Level>(`/api/tree?below=${encodeURIComponent(below)}&limit=${limit}`);
            const isCut = level.more && level.nodes.length >= limit;
            this.tree.put(below, level.nodes, isCut && limit < MOST, Date.now());
            this.failure.value = undefined;
        } catch (problem) {
            this.failure.value = problem;
        }
        this.draw();
        this.listenSoon();
        if ((this.tree.size(below) ?? 0) > LIVE_MAX) {
            this.later(`large ${below}`, LARGE_AGAIN_MILLIS, () => this.askAgain(below));
        }
    }

    private askAgain(below: string): void {
        if (!this.paused.value && this.tree.size(below) !== undefined) {
            void this.ask(below);
        }
    }

    private async searchNow(): Promise<void> {
        const text = this.search.value;
        if (text === '') {
            return;
        }
        try {
            const found = await get<Level>(`/api/tree?below=&limit=${FIRST}&search=${encodeURIComponent(text)}`);
            if (text !== this.search.value) {
                return;
            }
            this.found = found;
            this.failure.value = undefined;
        } catch (problem) {
            this.failure.value = problem;
        }
        this.draw();
        if (!this.paused.value) {
            this.later('search', SEARCH_AGAIN_MILLIS, () => this.searchNow());
        }
    }

    private listenSoon(): void {
        if (!this.paused.value) {
            this.later('listen', SETTLED_MILLIS, () => this.listen());
        }
    }

    /** Listens to the folders that are open; a stream begins with all that is in them, so that nothing is missed. */
    private listen(): void {
        const path = streamPath(this.tree.openFolders());
        if (path === this.streamed) {
            return;
        }
        this.streamed = path;
        this.stream?.close();
        this.stream = listen(path, { nodes: (level: Level) => this.changed(level) }, (open) => {
            this.live.value = open;
        });
    }

    private changed(level: Level): void {
        this.tree.merge(level.below, level.nodes, Date.now());
        this.draw();
    }

    /** Once for all that changed until the browser paints. */
    private draw(): void {
        if (this.drawing) {
            return;
        }
        this.drawing = true;
        requestAnimationFrame(() => {
            this.drawing = false;
            const isSearch = this.search.value !== '';
            this.rows.value = isSearch ? foundRows(this.found) : this.tree.rows(this.order.value, Date.now());
            this.isEmpty.value = isSearch
                ? this.found?.nodes.length === 0
                : this.tree.size('') !== undefined && this.tree.nodes('').every(isSystem);
        });
    }

    private later(name: string, millis: number, action: () => void): void {
        clearTimeout(this.timers.get(name));
        if (!this.stopped) {
            this.timers.set(name, setTimeout(action, millis));
        }
    }
}

/** As many folders as an address holds: those nearest to the root, since they tell of those below. */
export function streamPath(folders: string[]): string {
    let path = '/api/tree/stream?';
    for (const [at, folder] of folders.entries()) {
        const next = `${at === 0 ? '' : '&'}below=${encodeURIComponent(folder)}`;
        if (at === STREAMED_MAX || path.length + next.length > STREAMED_CHARACTERS_MAX) {
            break;
        }
        path += next;
    }
    return path;
}

/** What was found, as one list without levels. */
export function foundRows(found: Level | undefined): Row[] {
    const nodes = found?.nodes ?? [];
    return nodes.map((node, at) => ({
        kind: 'node',
        topic: node.topic,
        depth: 0,
        position: at + 1,
        siblings: nodes.length,
        open: false,
        node: { ...node, name: node.topic, children: false },
        changedAt: 0,
    }));
}
