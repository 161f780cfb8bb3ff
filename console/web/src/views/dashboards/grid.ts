import type { Place } from './tiles';

/** The grid has so many columns, and rows without end. */
export const COLUMNS = 12;
export const HEIGHT_MAX = 12;

/** A place within the grid. */
export function within({ x, y, w, h }: Place): Place {
    const width = between(1, Math.round(w), COLUMNS);
    return {
        w: width,
        h: between(1, Math.round(h), HEIGHT_MAX),
        x: between(0, Math.round(x), COLUMNS - width),
        y: Math.max(0, Math.round(y)),
    };
}

/** Whether two places have a cell in common. */
export function overlap(one: Place, other: Place): boolean {
    return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
}

/** Puts one tile at a place; those that lie there make room downwards, and who can goes back up to where it was. */
export function arrange<T extends Place & { id: string }>(tiles: readonly T[], id: string, place: Place): T[] {
    const taken: Place[] = [];
    const places = new Map<string, Place>();
    const first = tiles.find((tile) => tile.id === id);
    const others = tiles.filter((tile) => tile.id !== id).sort((one, other) => one.y - other.y || one.x - other.x);
    for (const tile of first ? [first, ...others] : others) {
        const free = below(within(tile.id === id ? place : tile), taken);
        taken.push(free);
        places.set(tile.id, free);
    }
    return tiles.map((tile) => ({ ...tile, ...places.get(tile.id) }));
}

/** Where a new tile of that size has room: as far up and left as there is. */
export function freePlace(tiles: readonly Place[], w: number, h: number): Place {
    for (let y = 0; ; y++) {
        for (let x = 0; x + w <= COLUMNS; x++) {
            const place = { x, y, w, h };
            if (!tiles.some((tile) => overlap(tile, place))) {
                return place;
            }
        }
    }
}

function below(place: Place, taken: readonly Place[]): Place {
    let free = place;
    for (;;) {
        const hit = taken.find((each) => overlap(each, free));
        if (!hit) {
            return free;
        }
        free = { ...free, y: hit.y + hit.h };
    }
}

function between(least: number, number: number, most: number): number {
    return Math.min(most, Math.max(least, number));
}
