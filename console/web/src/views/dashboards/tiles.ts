import type { Qos } from '../../lib/mqtt/codec';

/** What a tile can be, with its name for people. */
export const KINDS = {
    number: 'Number',
    gauge: 'Gauge',
    plot: 'Plot',
    light: 'State light',
    switch: 'Switch',
    slider: 'Slider',
    button: 'Button',
    text: 'Text',
    image: 'Image',
    log: 'Log',
} as const;

export type Kind = keyof typeof KINDS;

/** Names of colours, which are those of the page in light and dark. */
export const COLORS = { good: 'Green', warn: 'Yellow', bad: 'Red', accent: 'Accent' } as const;
export type Color = keyof typeof COLORS;

/** From this value on a tile has this colour. */
export interface Threshold {
    from: number;
    color: Color;
}

/** Where a tile lies, in cells of the grid. */
export interface Place {
    x: number;
    y: number;
    w: number;
    h: number;
}

/** One tile; a kind uses what it needs, and empty texts are nothing. */
export interface Tile extends Place {
    id: string;
    kind: Kind;
    title: string;
    /** Of a log a filter. */
    topic: string;
    /** Into JSON: state.temperature, values[0]; empty is the payload as it is. */
    path: string;
    unit: string;
    min: number;
    max: number;
    /** Digits after the point; -1 as many as there are. */
    digits: number;
    thresholds: Threshold[];
    /** Seconds after which a value is old; 0 never. */
    oldAfter: number;
    /** Where switches, sliders and buttons publish; empty is the topic itself. */
    target: string;
    /** What a switch publishes, and what a light shows. */
    on: string;
    off: string;
    /** What a button or slider publishes; {value} in it is the slider's value. */
    payload: string;
    step: number;
    qos: Qos;
    retain: boolean;
}

export interface Dashboard {
    tiles: Tile[];
}

export const TILES_MAX = 200;

const SIZES: Record<Kind, [number, number]> = {
    number: [2, 2],
    gauge: [3, 3],
    plot: [6, 3],
    light: [2, 2],
    switch: [2, 2],
    slider: [3, 2],
    button: [2, 2],
    text: [3, 2],
    image: [4, 4],
    log: [6, 4],
};

/** Whether a tile publishes. */
export function publishes(kind: Kind): boolean {
    return kind === 'switch' || kind === 'slider' || kind === 'button';
}

export function newTile(kind: Kind): Tile {
    const [w, h] = SIZES[kind];
    return {
        id: Math.random().toString(36).slice(2, 10),
        kind,
        title: '',
        topic: '',
        path: '',
        unit: '',
        min: 0,
        max: 100,
        digits: -1,
        thresholds: [],
        oldAfter: 0,
        target: '',
        on: 'on',
        off: 'off',
        payload: kind === 'slider' ? '{value}' : 'pressed',
        step: 1,
        qos: 0,
        retain: kind === 'switch' || kind === 'slider',
        x: 0,
        y: 0,
        w,
        h,
    };
}

/** A dashboard of what somebody sent; what is missing is as it is in new tiles. Throws an error that says what is wrong. */
export function toDashboard(json: unknown): Dashboard {
    const tiles = (json as { tiles?: unknown } | null)?.tiles;
    if (!Array.isArray(tiles)) {
        throw new Error('this is no dashboard: it has no list of tiles');
    }
    if (tiles.length > TILES_MAX) {
        throw new Error(`a dashboard has at most ${TILES_MAX} tiles, and this has ${tiles.length}`);
    }
    return { tiles: tiles.map(toTile) };
}

function toTile(json: unknown, at: number): Tile {
    const given = (json ?? {}) as Record<string, unknown>;
    const kind = given.kind as Kind;
    if (!Object.hasOwn(KINDS, kind)) {
        throw new Error(`tile ${at + 1} is of kind ${JSON.stringify(given.kind)}, which is not known`);
    }
    const tile = newTile(kind);
    const usual = tile as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(given)) {
        if (Object.hasOwn(usual, name) && typeof value === typeof usual[name] && !Array.isArray(usual[name])) {
            usual[name] = value;
        }
    }
    tile.qos = [0, 1, 2].includes(tile.qos) ? tile.qos : 0;
    tile.thresholds = (Array.isArray(given.thresholds) ? given.thresholds : []).filter(isThreshold);
    return tile;
}

function isThreshold(json: unknown): json is Threshold {
    const { from, color } = (json ?? {}) as Partial<Threshold>;
    return typeof from === 'number' && Object.hasOwn(COLORS, color ?? '');
}
