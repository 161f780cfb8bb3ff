import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { Failure } from '../parts/Failure';
import { Account } from './account/Account';
import { Login } from './account/Login';
import { may, me, refresh, trouble } from './account/me';
import { NeedsScope } from './account/NeedsScope';
import { type View, views } from './views';

function current(): string {
    return location.hash.replace(/^#\/?/, '').split(/[/?]/)[0] || 'overview';
}

const place = signal(current());
addEventListener('hashchange', () => {
    place.value = current();
});

void refresh();
setInterval(() => document.visibilityState === 'visible' && void refresh(), 30 * 60_000);

const loaded = new Map<string, ComponentType>();

function component(view: View) {
    let known = loaded.get(view.id);
    if (!known) {
        known = lazy(view.load) as ComponentType;
        loaded.set(view.id, known);
    }
    return known;
}

function inSight(view: View): boolean {
    return !view.aside;
}

/** Leaves the login for what one had come for. */
function leaveLogin(): void {
    if (place.value === 'login') {
        location.hash = '#/overview';
    }
}

/** A view, for those who may see it. */
function Guarded({ view }: { view: View }) {
    const who = me.value;
    if (who === null || place.value === 'login') {
        return <Login onDone={leaveLogin} />;
    }
    if (!who) {
        return <Failure of={trouble.value} />;
    }
    if (view.scope && !may(view.scope, who)) {
        return <NeedsScope title={view.title} scope={view.scope} who={who} />;
    }
    const Shown = component(view);
    return (
        <Suspense fallback={<p>Loading …</p>}>
            <Shown key={`${who.kind} ${who.name}`} />
        </Suspense>
    );
}

/** What is around all views: how to get to each, and the one that is shown. */
export function Shell() {
    const shown = views.find((view) => view.id === place.value) ?? views[0];
    if (!shown) {
        return null;
    }
    return (
        <>
            <a class="skip" href="#content">
                Skip to the content
            </a>
            <header class="bar">
                <strong class="brand">Bellbird</strong>
                <nav aria-label="Views">
                    {views.filter(inSight).map((view) => (
                        <a key={view.id} href={`#/${view.id}`} aria-current={view === shown ? 'page' : undefined}>
                            {view.title}
                        </a>
                    ))}
                </nav>
                <Account />
            </header>
            <main id="content" tabIndex={-1}>
                <h1 class="visually-hidden">{shown.title}</h1>
                <Guarded view={shown} />
            </main>
        </>
    );
}
