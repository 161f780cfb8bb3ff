import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { place } from '../lib/place';
import { Account } from './account/Account';
import { Connection } from './Connection';
import { Guarded, isLogin } from './Guarded';
import { Keys } from './Keys';
import { Navigation } from './Navigation';
import { ThemeSwitch } from './ThemeSwitch';
import { type View, viewAt } from './views';

/** What is around all views: how to get to each, and the one that is shown. */
export function Shell() {
    const shown = viewAt(place.value);
    const heading = useRef<HTMLHeadingElement>(null);
    const before = useRef<View>(undefined);
    useSignalEffect(() => {
        const view = viewAt(place.value);
        document.title = `${view.title} · Bellbird`;
        if (before.current && before.current !== view) {
            heading.current?.focus();
            scrollTo(0, 0);
        }
        before.current = view;
    });
    return (
        <>
            <button type="button" class="skip" onClick={() => heading.current?.focus()}>
                Skip to the content
            </button>
            <header class="bar">
                <a class="brand" href="#/overview">
                    <img src="/bellbird.svg" alt="" width="24" height="24" />
                    Bellbird
                </a>
                <Navigation shown={isLogin() ? undefined : shown} />
                <div class="bar-end">
                    <Keys />
                    <ThemeSwitch />
                    <Account />
                </div>
            </header>
            <Connection />
            <main>
                <h1 class="visually-hidden" ref={heading} tabIndex={-1}>
                    {isLogin() ? 'Log in' : shown.title}
                </h1>
                <Guarded view={shown} />
            </main>
        </>
    );
}
