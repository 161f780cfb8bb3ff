import { useEffect, useState } from 'preact/hooks';
import { wrongFilter } from './feed';
import { asTable, closeGroup, paused, wish } from './state';

const TYPING_MILLIS = 400;

interface Props {
    onFit: () => void;
    onZoom: (factor: number) => void;
    onFullScreen: () => void;
}

/** What is to be seen, and how. */
export function Toolbar({ onFit, onZoom, onFullScreen }: Props) {
    const table = asTable.value;
    return (
        <div class="graph-toolbar">
            <Filters />
            <div class="graph-buttons">
                <button
                    type="button"
                    aria-pressed={paused.value}
                    onClick={() => {
                        paused.value = !paused.value;
                    }}
                >
                    {paused.value ? '▶ Go on' : '❚❚ Pause'}
                </button>
                <button
                    type="button"
                    aria-pressed={table}
                    onClick={() => {
                        asTable.value = !table;
                    }}
                >
                    As a table
                </button>
                {!table && (
                    <>
                        <button type="button" class="graph-zoom" aria-label="Smaller" onClick={() => onZoom(1 / 1.25)}>
                            −
                        </button>
                        <button type="button" class="graph-zoom" aria-label="Larger" onClick={() => onZoom(1.25)}>
                            +
                        </button>
                        <button type="button" onClick={onFit}>
                            Show all
                        </button>
                    </>
                )}
                <button type="button" onClick={onFullScreen}>
                    Full screen
                </button>
            </div>
            <OpenGroups />
        </div>
    );
}

function Filters() {
    const [filter, setFilter] = useState(wish.value.filter);
    const [client, setClient] = useState(wish.value.client);
    const wrong = wrongFilter(filter);
    useEffect(() => {
        if (wrong || (filter === wish.value.filter && client === wish.value.client)) {
            return;
        }
        const timer = setTimeout(() => {
            wish.value = { ...wish.value, filter, client };
        }, TYPING_MILLIS);
        return () => clearTimeout(timer);
    }, [filter, client, wrong]);
    return (
        <div class="graph-filters">
            <label>
                Topics
                <input
                    type="search"
                    placeholder="all, or home/#"
                    value={filter}
                    aria-invalid={wrong !== ''}
                    aria-describedby="graph-wrong"
                    onInput={(event) => setFilter(event.currentTarget.value)}
                />
            </label>
            <label>
                Clients
                <input
                    type="search"
                    placeholder="part of the id"
                    value={client}
                    onInput={(event) => setClient(event.currentTarget.value)}
                />
            </label>
            <span id="graph-wrong" class="bad" role="status">
                {wrong}
            </span>
        </div>
    );
}

function OpenGroups() {
    const { open } = wish.value;
    if (open.length === 0) {
        return null;
    }
    return (
        <ul class="graph-open" aria-label="Open groups">
            {open.map((group) => (
                <li key={group}>
                    <button type="button" onClick={() => closeGroup(group)}>
                        {group.replace(/^\w+:/, '')}… <span aria-hidden="true">×</span>
                        <span class="visually-hidden">Close this group</span>
                    </button>
                </li>
            ))}
        </ul>
    );
}
