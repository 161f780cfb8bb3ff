import { signal } from '@preact/signals';
import { views } from './views';

const KEPT_AS = 'bellbird.keys';
const PATIENCE_MILLIS = 1_500;

/** What a pressed key leads to: to a view, to the list of keys, to nothing. */
export type Meaning = { view: string } | 'help' | 'begin' | undefined;

/** @param begun whether g was pressed just before */
export function meaning(key: string, begun: boolean): Meaning {
    if (begun) {
        const view = views.find((each) => each.key === key);
        return view && { view: view.id };
    }
    return key === '?' ? 'help' : key === 'g' ? 'begin' : undefined;
}

function remembered(): boolean {
    try {
        return localStorage.getItem(KEPT_AS) !== 'off';
    } catch {
        return true;
    }
}

/** Whether keys lead anywhere: who speaks to his machine may not want it. */
export const keysCount = signal(remembered());

export function letKeysCount(count: boolean): void {
    keysCount.value = count;
    try {
        localStorage.setItem(KEPT_AS, count ? 'on' : 'off');
    } catch {
        // a browser that keeps nothing: it counts until the page is left
    }
}

/** Whether somebody writes, so that a letter is a letter. */
function writes(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea'));
}

/**
 * Follows the keys until it is told to end.
 *
 * @param onMeaning told what was meant
 */
export function followKeys(onMeaning: (meant: { view: string } | 'help') => void): () => void {
    let begunAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
        if (!keysCount.value || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) {
            return;
        }
        const meant = meaning(event.key, event.timeStamp - begunAt < PATIENCE_MILLIS);
        begunAt = meant === 'begin' ? event.timeStamp : Number.NEGATIVE_INFINITY;
        if (meant && meant !== 'begin') {
            event.preventDefault();
            onMeaning(meant);
        }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
}
