import { computed, effect, signal } from '@preact/signals';

/** How the page is coloured: as the system wants it, or as somebody chose. */
export type Theme = 'system' | 'light' | 'dark';

const KEPT_AS = 'bellbird.theme';
const ORDER: Theme[] = ['system', 'light', 'dark'];

/** What follows when somebody changes it. */
export function next(theme: Theme): Theme {
    return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system';
}

/** What was kept; whatever is not a theme is the system's. */
export function kept(text: string | null): Theme {
    return ORDER.find((theme) => theme === text) ?? 'system';
}

function remembered(): Theme {
    try {
        return kept(localStorage.getItem(KEPT_AS));
    } catch {
        return 'system'; // a browser that keeps nothing
    }
}

function remember(theme: Theme): void {
    try {
        localStorage.setItem(KEPT_AS, theme);
    } catch {
        // a browser that keeps nothing: it counts until the page is left
    }
}

const system = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(system.matches);
system.addEventListener('change', () => {
    systemIsDark.value = system.matches;
});

/** What is chosen. */
export const theme = signal<Theme>(remembered());

/** What is shown: canvases are drawn again when it changes, see {@link colour}. */
export const isDark = computed(() => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark'));

export function choose(chosen: Theme): void {
    theme.value = chosen;
    remember(chosen);
}

effect(() => {
    document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
});

/** A colour for a canvas, which knows no variables: of `var(--accent)` or of a colour itself. */
export function colour(css: string): string {
    const name = /^var\((--[\w-]+)\)$/.exec(css)?.[1];
    return name ? getComputedStyle(document.documentElement).getPropertyValue(name).trim() : css;
}
