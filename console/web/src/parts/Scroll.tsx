import type { ComponentChildren } from 'preact';

/** A table in a card that scrolls sideways where there is little room, with the keyboard as well. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
    return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached with the keyboard
        <section class="card scroll" aria-label={label} tabIndex={0}>
            {children}
        </section>
    );
}
