import type { Scope } from './me';

/** A token as the broker lists it. */
export interface Token {
    name: string;
    scopes: Scope[];
    filters: string[];
    created: number;
    expires?: number;
    last_used?: number;
}

export interface MadeToken {
    name: string;
    token: string;
    expires?: number;
}

export interface NewToken {
    name: string;
    scopes: Scope[];
    expires_seconds?: number;
    filters?: string[];
}

/** How long a new one may live, in seconds; 0 is for ever. */
export const LIVES: [number, string][] = [
    [86_400, '1 day'],
    [30 * 86_400, '30 days'],
    [365 * 86_400, '1 year'],
    [0, 'until it is revoked'],
];

/** What the form says, as the broker takes it. */
export function newToken(form: FormData): NewToken {
    const filters = String(form.get('filters') ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    const seconds = Number(form.get('life') ?? 0);
    return {
        name: String(form.get('name') ?? '').trim(),
        scopes: form.getAll('scope') as Scope[],
        ...(seconds > 0 ? { expires_seconds: seconds } : {}),
        ...(filters.length > 0 ? { filters } : {}),
    };
}

/** In words; a token with the scope admin has all others as well. */
export function scopesOf(token: Token): string {
    return token.scopes.includes('admin') ? 'everything' : token.scopes.join(', ');
}

export function day(time: number | undefined, otherwise: string): string {
    return time === undefined ? otherwise : new Date(time).toISOString().slice(0, 10);
}

export function hasEnded(token: Token, now: number): boolean {
    return token.expires !== undefined && token.expires <= now;
}

/** A command that uses the token. */
export function example(origin: string, secret: string, scopes: Scope[]): string {
    const header = `-H 'Authorization: Bearer ${secret}'`;
    return scopes.includes('publish') && !scopes.includes('read')
        ? `curl ${header} -d on ${origin}/api/topics/home/bell`
        : `curl ${header} ${origin}/api/me`;
}
