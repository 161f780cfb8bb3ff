import { computed, signal } from '@preact/signals';
import { addressOf, parts } from './address';

/** What the address says behind the page itself; a view that has its own way to read it does so from here. */
export const hash = signal(location.hash);

addEventListener('hashchange', () => {
    hash.value = location.hash;
});

/** Where the page is: the view first, what the view shows of itself behind it. */
export const place = computed(() => parts(hash.value));

/** Goes to a place. */
export function go(...to: string[]): void {
    location.hash = addressOf(...to);
}
