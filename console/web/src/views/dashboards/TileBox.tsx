import { useRef } from 'preact/hooks';
import { COLUMNS } from './grid';
import { liveOf, now, open } from './live';
import { copy, editing, formOf, move, removeTile, tiles } from './model';
import { KINDS, type Place, type Tile } from './tiles';
import { Value } from './Value';
import { ageText, numberText } from './value';

const ROW_PIXELS = 80;
const ARROWS: Record<string, [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
};

/** A tile with its title, its value and how old that is; while editing also with what moves it. */
export function TileBox({ tile }: { tile: Tile }) {
    const { kind, title, topic, x, y, w, h } = tile;
    const name = title || topic || KINDS[kind];
    const old = oldness(tile);
    return (
        <li
            class={`card dash-tile${old ? ' dash-old' : ''}`}
            style={{ '--area': `${y + 1} / ${x + 1} / span ${h} / span ${w}`, '--h': h, '--narrow': w <= 4 ? 1 : 2 }}
            data-kind={kind}
        >
            <h2 title={topic}>{name}</h2>
            <div class="dash-value" inert={editing.value}>
                <Value tile={tile} />
            </div>
            <p class="dash-age">{old ?? age(tile)}</p>
            {editing.value && <Tools tile={tile} name={name} />}
        </li>
    );
}

/** Why a value is not to be trusted. */
function oldness({ id, kind, topic, oldAfter }: Tile): string | undefined {
    const { last } = liveOf(id).value;
    if (kind === 'button' || topic === '') {
        return undefined;
    }
    if (open.value === false) {
        return last ? 'not live' : 'no connection';
    }
    if (!last) {
        return 'no value yet';
    }
    if (last.time === undefined) {
        return oldAfter > 0 ? 'old: before the start' : undefined;
    }
    const millis = now.value - last.time;
    return oldAfter > 0 && millis > oldAfter * 1000 ? `old: ${ageText(millis)}` : undefined;
}

/** How old the value is; of a plot also the value itself. */
function age(tile: Tile): string {
    const { last, values } = liveOf(tile.id).value;
    if (!last || tile.kind === 'button') {
        return '';
    }
    const newest = values.at(-1);
    const value = typeof newest === 'number' ? `${numberText(newest, tile)}, ` : '';
    return value + (last.time === undefined ? 'before the start' : ageText(Math.max(0, now.value - last.time)));
}

function Tools({ tile, name }: { tile: Tile; name: string }) {
    return (
        <div class="dash-tools">
            <Handle
                tile={tile}
                label={`Move ${name}`}
                class="dash-move"
                change={(place, dx, dy) => ({ ...place, x: place.x + dx, y: place.y + dy })}
            >
                Move
            </Handle>
            <span>
                <button type="button" aria-label={`Edit ${name}`} onClick={() => (formOf.value = tile)}>
                    Edit
                </button>
                <button type="button" aria-label={`Copy ${name}`} onClick={() => copy(tile)}>
                    Copy
                </button>
                <button type="button" aria-label={`Remove ${name}`} onClick={() => removeTile(tile.id)}>
                    ×
                </button>
            </span>
            <Handle
                tile={tile}
                label={`Resize ${name}`}
                class="dash-resize"
                change={(place, dx, dy) => ({ ...place, w: place.w + dx, h: place.h + dy })}
            >
                ◢
            </Handle>
        </div>
    );
}

interface HandleProps {
    tile: Tile;
    label: string;
    class: string;
    /** The place after it was dragged by so many cells. */
    change: (place: Place, dx: number, dy: number) => Place;
    children: string;
}

/** Is dragged with the pointer, or pushed with the arrow keys. */
function Handle({ tile, label, change, children, ...more }: HandleProps) {
    const before = useRef<Tile[]>([]);
    const drag = useRef<{ x: number; y: number; cell: number; place: Place } | undefined>(undefined);
    return (
        <button
            type="button"
            class={more.class}
            aria-label={label}
            title={`${label}: drag, or use the arrow keys`}
            onFocus={() => {
                before.current = tiles.value;
            }}
            onKeyDown={(event) => {
                const step = ARROWS[event.key];
                if (step) {
                    event.preventDefault();
                    move(tile.id, change(tile, ...step), before.current);
                }
            }}
            onPointerDown={(event) => {
                const grid = event.currentTarget.closest('.dash-grid');
                if (grid) {
                    event.currentTarget.setPointerCapture(event.pointerId);
                    const cell = grid.clientWidth / COLUMNS;
                    before.current = tiles.value;
                    drag.current = { x: event.clientX, y: event.clientY, cell, place: tile };
                }
            }}
            onPointerMove={(event) => {
                const begun = drag.current;
                if (begun) {
                    const dx = Math.round((event.clientX - begun.x) / begun.cell);
                    const dy = Math.round((event.clientY - begun.y) / ROW_PIXELS);
                    move(tile.id, change(begun.place, dx, dy), before.current);
                }
            }}
            onPointerUp={() => {
                drag.current = undefined;
            }}
            onPointerCancel={() => {
                drag.current = undefined;
            }}
        >
            {children}
        </button>
    );
}
