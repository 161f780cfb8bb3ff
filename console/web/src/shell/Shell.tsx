import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { type View, views } from './views';

function current(): string {
    return location.hash.replace(/^#\/?/, '').split('/')[0] || 'overview';
}

const place = signal(current());
addEventListener('hashchange', () => {
    place.value = current();
});

const loaded = new Map<string, ComponentType>();

function component(view: View) {
    let known = loaded.get(view.id);
    if (!known) {
        known = lazy(view.load) as ComponentType;
        loaded.set(view.id, known);
    }
    return known;
}

/** What is around all views: how to get to each, and the one that is shown. */
export function Shell() {
    const shown = views.find((view) => view.id === place.value) ?? views[0];
    if (!shown) {
        return null;
    }
    const Shown = component(shown);
    return (
        <>
            <a class="skip" href="#content">
                Skip to the content
            </a>
            <header class="bar">
                <strong class="brand">Bellbird</strong>
                <nav aria-label="Views">
                    {views.map((view) => (
                        <a key={view.id} href={`#/${view.id}`} aria-current={view === shown ? 'page' : undefined}>
                            {view.title}
                        </a>
                    ))}
                </nav>
            </header>
            <main id="content" tabIndex={-1}>
                <h1 class="visually-hidden">{shown.title}</h1>
                <Suspense fallback={<p>Loading …</p>}>
                    <Shown />
                </Suspense>
            </main>
        </>
    );
}
