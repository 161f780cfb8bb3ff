import type { ComponentType } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { place } from '../lib/place';
import { Failure } from '../parts/Failure';
import { Login } from './account/Login';
import { may, me, refresh, trouble } from './account/me';
import { NeedsScope } from './account/NeedsScope';
import type { View } from './views';

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

function wantsLogin(): boolean {
    return place.value[0] === 'login';
}

/** Whether the login is shown, and no view. */
export function isLogin(): boolean {
    return me.value === null || wantsLogin();
}

/** Leaves the login for what one had come for. */
function leaveLogin(): void {
    if (wantsLogin()) {
        location.hash = '#/overview';
    }
}

/** A view, for those who may see it. */
export function Guarded({ view }: { view: View }) {
    const who = me.value;
    if (isLogin()) {
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
        <Suspense fallback={<p class="quiet">Loading …</p>}>
            <Shown key={`${who.kind} ${who.name}`} />
        </Suspense>
    );
}
