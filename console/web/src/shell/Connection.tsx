import { useEffect } from 'preact/hooks';
import { get } from '../lib/api';
import { reachable } from '../lib/reachable';

const LOOK_MILLIS = 10_000;
const AGAIN_MILLIS = 2_000;

/** Whether the broker answers at all; it is asked for nothing that needs rights. */
async function look(): Promise<void> {
    const before = reachable.value;
    try {
        await fetch('/health/live', { cache: 'no-store' });
        reachable.value = true;
    } catch {
        reachable.value = false;
    }
    if (!before && reachable.value) {
        await get('/api/me').catch(() => {}); // who has to log in at the new broker is told so
    }
}

/** Says so when the broker does not answer, and when it does again. */
export function Connection() {
    const there = reachable.value;
    useEffect(() => {
        const timer = setInterval(
            () => document.visibilityState === 'visible' && look(),
            there ? LOOK_MILLIS : AGAIN_MILLIS,
        );
        return () => clearInterval(timer);
    }, [there]);
    return (
        <div role="status">
            {!there && (
                <p class="banner">
                    <strong>The broker does not answer.</strong> What is shown is as it was. Trying again every two
                    seconds; if it was stopped, start it again.
                </p>
            )}
        </div>
    );
}
