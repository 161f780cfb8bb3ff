import type { Explorer } from './explorer';
import type { Order } from './tree';

/** What is done with the tree as a whole. */
export function Bar({ explorer }: { explorer: Explorer }) {
    const found = explorer.search.value === '' ? '' : `${explorer.rows.value.length} found`;
    return (
        <div class="topics-bar">
            <input
                type="search"
                aria-label="Search topics"
                placeholder="Search topics"
                value={explorer.search.value}
                onInput={(event) => explorer.find(event.currentTarget.value.trim())}
            />
            <select
                aria-label="Sort by"
                value={explorer.order.value}
                onChange={(event) => explorer.sort(event.currentTarget.value as Order)}
            >
                <option value="name">By name</option>
                <option value="rate">Busiest first</option>
                <option value="recent">Latest first</option>
            </select>
            <button
                type="button"
                class="topics-pause"
                aria-pressed={explorer.paused.value}
                onClick={() => explorer.pause(!explorer.paused.value)}
            >
                <span
                    class={`topics-dot ${explorer.live.value === false || explorer.paused.value ? '' : 'topics-dot-live'}`}
                />
                {pauseText(explorer)}
            </button>
            <span class="visually-hidden" role="status">
                {found}
            </span>
        </div>
    );
}

function pauseText(explorer: Explorer): string {
    if (explorer.paused.value) {
        return 'Paused';
    }
    return explorer.live.value === false ? 'Not live' : 'Live';
}
