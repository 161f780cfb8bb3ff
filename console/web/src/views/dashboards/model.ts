import { signal } from '@preact/signals';
import { Problem } from '../../lib/api';
import { go } from '../../lib/place';
import { arrange, freePlace, within } from './grid';
import { watch } from './live';
import { type Kept, type Listed, list, load, remove, save, saveNew } from './store';
import { type Dashboard, type Kind, newTile, type Place, TILES_MAX, type Tile, toDashboard } from './tiles';

export const dashboards = signal<Listed[] | undefined>(undefined);
/** The name of the one that is shown; empty when there is none. */
export const shown = signal('');
/** What is shown, with changes that are not saved. */
export const tiles = signal<Tile[]>([]);
export const editing = signal(false);
export const failure = signal<unknown>(undefined);
/** Whether another window has saved the dashboard that is edited here. */
export const conflict = signal(false);
/** Where a tile lies that was moved by keyboard, in words. */
export const announced = signal('');
/** The tile whose form is open. */
export const formOf = signal<Tile | undefined>(undefined);

let kept: Kept | undefined;

/** Does it, and shows what goes wrong. */
export async function attempt(action: () => Promise<void> | void): Promise<void> {
    failure.value = undefined;
    try {
        await action();
    } catch (wrong) {
        failure.value = wrong;
    }
}

export async function refresh(): Promise<void> {
    dashboards.value = await list();
}

/** Gets the list, and shows the dashboard of the address, or else the first. */
export async function open(wanted: string): Promise<void> {
    const all = await list();
    dashboards.value = all;
    const name = (all.find((each) => each.name === wanted) ?? all[0])?.name ?? '';
    editing.value = false;
    conflict.value = false;
    kept = name === '' ? undefined : await load(name);
    shown.value = name;
    show(kept?.dashboard.tiles ?? []);
}

/** In the order in which they are read, which is also that on a narrow page. */
function show(wanted: Tile[]): void {
    tiles.value = wanted.toSorted((one, other) => one.y - other.y || one.x - other.x);
    watch(wanted);
}

/** Goes on with changes that were not saved when another view was shown. */
export function resume(): void {
    watch(tiles.value);
}

/** Goes to the address of a dashboard, which shows it. */
export function goTo(name: string): void {
    go('dashboards', name);
}

export async function create(name: string): Promise<void> {
    await save(name, { tiles: [] }, null);
    await open(name);
    editing.value = true;
    goTo(name);
}

export async function importFile(file: File): Promise<void> {
    let dashboard: Dashboard;
    try {
        dashboard = toDashboard(JSON.parse(await file.text()));
    } catch (wrong) {
        throw new Error(`${file.name} cannot be imported: ${(wrong as Error).message}`);
    }
    goTo(await saveNew(file.name.replace(/\.json$/i, '').slice(0, 90) || 'Imported', dashboard));
}

export async function removeShown(): Promise<void> {
    await remove(shown.value);
    await open('');
    goTo(shown.value);
}

// Editing

/** Keeps the changes; when another window was faster, says so and keeps them here. */
export async function saveChanges(overwrite = false): Promise<void> {
    show(tiles.value);
    const dashboard = { tiles: tiles.value };
    try {
        kept = { dashboard, etag: await save(shown.value, dashboard, overwrite ? undefined : kept?.etag) };
        editing.value = false;
        conflict.value = false;
        await refresh();
    } catch (wrong) {
        conflict.value = wrong instanceof Problem && wrong.status === 412;
        throw wrong;
    }
}

export function discard(): void {
    show(kept?.dashboard.tiles ?? []);
    editing.value = false;
    conflict.value = false;
}

export function add(kind: Kind): void {
    if (tiles.value.length === TILES_MAX) {
        throw new Error(`a dashboard has at most ${TILES_MAX} tiles`);
    }
    const made = newTile(kind);
    formOf.value = { ...made, ...freePlace(tiles.value, made.w, made.h) };
}

/** Takes what the form says, of a tile that is there or of a new one. */
export function put(tile: Tile): void {
    const there = tiles.value.some((each) => each.id === tile.id);
    show(there ? tiles.value.map((each) => (each.id === tile.id ? tile : each)) : [...tiles.value, tile]);
}

export function copy(tile: Tile): void {
    const { id } = newTile(tile.kind);
    show([...tiles.value, { ...tile, id, ...freePlace(tiles.value, tile.w, tile.h) }]);
}

export function removeTile(id: string): void {
    show(tiles.value.filter((tile) => tile.id !== id));
}

/** @param from as the tiles lay before it was touched: who has made room goes back when that is not needed any more */
export function move(id: string, place: Place, from: Tile[]): void {
    tiles.value = arrange(from, id, place);
    const { x, y, w, h } = within(place);
    announced.value = `column ${x + 1}, row ${y + 1}, ${w} wide, ${h} high`;
}
