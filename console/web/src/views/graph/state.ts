/** What the view shows, and what its parts do to it. */

import { computed, signal } from '@preact/signals';
import type { Wish } from './feed';
import { Network, type Node } from './network';

export const network = new Network();
export const wish = signal<Wish>({ filter: '', client: '', open: [] });
export const paused = signal(false);
export const asTable = signal(false);
export const problem = signal('');
/** Counts up when figures are to be written anew, about once a second. */
export const tick = signal(0);
/** The node that is inspected, as long as there is one with this kind and label. */
export const selected = signal<Pick<Node, 'kind' | 'label' | 'group'> | undefined>(undefined);

/** The node itself, which is another one in another picture. */
export const inspected = computed(() => {
    const wanted = selected.value;
    tick.value;
    if (!wanted) {
        return undefined;
    }
    for (const node of network.nodes.values()) {
        if (node.kind === wanted.kind && node.label === wanted.label && node.group === wanted.group) {
            return node;
        }
    }
    return undefined;
});

export function openGroup(group: string): void {
    wish.value = { ...wish.value, open: [...wish.value.open, group] };
    selected.value = undefined;
}

export function closeGroup(group: string): void {
    wish.value = { ...wish.value, open: wish.value.open.filter((other) => other !== group) };
}
