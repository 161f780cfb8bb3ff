import { type Signal, signal } from '@preact/signals';
import { listen, type Stream } from '../../lib/events';
import { matches } from '../../lib/mqtt/filters';
import type { Message } from '../../lib/payload/message';
import type { Tile } from './tiles';
import { numberOf } from './value';

/** What has come for one tile. */
export interface Live {
    last: Message | undefined;
    /** Of a plot: seconds since 1970, and the value of each. */
    times: number[];
    values: (number | null)[];
    /** Of a log, the newest first. */
    log: Message[];
}

const NOTHING: Live = { last: undefined, times: [], values: [], log: [] };
const POINTS_MAX = 600;
const LOG_MAX = 100;
const FLUSH_MILLIS = 100;

/** Whether values come; undefined before that is known. */
export const open = signal<boolean | undefined>(undefined);
/** Milliseconds since 1970, once a second. */
export const now = signal(Date.now());

const lives = new Map<string, Signal<Live>>();
const changed = new Map<string, Live>();
let tiles: Tile[] = [];
let filters = '';
let stream: Stream | undefined;
let clock: ReturnType<typeof setInterval> | undefined;
let flushing: ReturnType<typeof setTimeout> | undefined;

/** What has come for a tile. */
export function liveOf(id: string): Signal<Live> {
    let live = lives.get(id);
    if (!live) {
        live = signal(NOTHING);
        lives.set(id, live);
    }
    return live;
}

/** Watches the topics of these tiles with one stream, which is opened anew only when other topics are wanted. */
export function watch(wanted: Tile[]): void {
    const before = new Map(tiles.map((tile) => [tile.id, tile]));
    for (const tile of wanted) {
        const old = before.get(tile.id);
        if (old && (old.topic !== tile.topic || old.path !== tile.path)) {
            liveOf(tile.id).value = {
                ...NOTHING,
                last: old.topic === tile.topic ? liveOf(tile.id).value.last : undefined,
            };
        }
    }
    tiles = wanted;
    const all = [...new Set(wanted.map((tile) => tile.topic).filter(Boolean))].sort();
    const query = all.map((topic) => `filter=${encodeURIComponent(topic)}`).join('&');
    if (query === filters) {
        return;
    }
    filters = query;
    open.value = undefined;
    connect();
    clock ??= setInterval(() => {
        now.value = Date.now();
    }, 1_000);
}

function connect(): void {
    stream?.close();
    stream = undefined;
    if (filters !== '') {
        stream = listen(`/api/stream?${filters}&retained=true`, { message: onMessage }, (is) => {
            open.value = is;
        });
    }
}

/** Watches nothing any more, and forgets what has come. */
export function leave(): void {
    filters = '';
    connect();
    tiles = [];
    lives.clear();
    changed.clear();
    clearTimeout(flushing);
    flushing = undefined;
    clearInterval(clock);
    clock = undefined;
}

function onMessage(message: Message): void {
    for (const tile of tiles) {
        if (matches(tile.topic, message.topic)) {
            changed.set(tile.id, next(tile, changed.get(tile.id) ?? liveOf(tile.id).value, message));
        }
    }
    if (flushing === undefined) {
        flushing = setTimeout(flush, FLUSH_MILLIS);
    }
}

function next(tile: Tile, { times, values, log }: Live, message: Message): Live {
    const number = tile.kind === 'plot' ? numberOf(message, tile.path) : undefined;
    const point = number === undefined || message.time === undefined ? undefined : { number, time: message.time };
    return {
        last: message,
        times: point ? [...times, point.time / 1000].slice(-POINTS_MAX) : times,
        values: point ? [...values, point.number].slice(-POINTS_MAX) : values,
        log: tile.kind === 'log' ? [message, ...log].slice(0, LOG_MAX) : log,
    };
}

function flush(): void {
    flushing = undefined;
    for (const [id, live] of changed) {
        liveOf(id).value = live;
    }
    changed.clear();
}
