import { signal } from '@preact/signals';
import { get, Problem, whenUnknown } from '../../lib/api';

export type Scope = 'read' | 'publish' | 'admin';

/** Who the broker takes us for. */
export interface Me {
    name: string;
    kind: 'user' | 'token' | 'anonymous' | 'process';
    scopes: Scope[];
}

/** Undefined until it was asked for; null when the broker does not know us. */
export const me = signal<Me | null | undefined>(undefined);

/** Why it cannot be asked for. */
export const trouble = signal<unknown>(undefined);

let asking: Promise<void> | undefined;

/** Asks again who we are. */
export function refresh(): Promise<void> {
    asking ??= askAgain().finally(() => {
        asking = undefined;
    });
    return asking;
}

/** As {@link refresh}, when an answer that is still awaited may be of who we were before. */
export async function renew(): Promise<void> {
    await asking;
    await refresh();
}

async function askAgain(): Promise<void> {
    try {
        me.value = await get<Me>('/api/me');
        trouble.value = undefined;
    } catch (failure) {
        if (failure instanceof Problem && failure.status === 401) {
            me.value = null;
            trouble.value = undefined;
        } else {
            trouble.value = failure;
        }
    }
}

whenUnknown(() => {
    void refresh();
});

/** Whether somebody may, or else we ourselves. */
export function may(scope: Scope, who: Me | null | undefined = me.value): boolean {
    return who?.scopes.includes(scope) ?? false;
}

const WORDS: Record<Me['kind'], string> = {
    user: 'a user of MQTT',
    token: 'a token',
    anonymous: 'nobody in particular: not logged in',
    process: 'who runs the broker',
};

/** In words. */
export function kindOf(who: Me): string {
    return WORDS[who.kind];
}

/** On the button of the account menu. */
export function shortName(who: Me): string {
    return who.kind === 'anonymous' ? 'Not logged in' : who.kind === 'process' ? 'Administrator' : who.name;
}
