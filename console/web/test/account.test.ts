import { expect, test } from 'vitest';
import { codeIn, isExposed } from '../src/shell/account/login';
import { kindOf, type Me, may, shortName } from '../src/shell/account/me';
import { day, example, hasEnded, newToken, scopesOf, type Token } from '../src/shell/account/tokens';

const ANN: Me = { name: 'ann', kind: 'user', scopes: ['read', 'publish'] };
const TOKEN: Token = { name: 't', scopes: ['read'], filters: [], created: 0 };

test('a code is found in the address of the login alone', () => {
    expect(codeIn('#/login?code=aB_1-')).toBe('aB_1-');
    expect(codeIn('#/login')).toBeUndefined();
    expect(codeIn('#/login?code=')).toBeUndefined();
    expect(codeIn('#/topics?code=x')).toBeUndefined();
});

test('what is typed can be read on its way unless there is TLS, or no way', () => {
    expect(isExposed({ protocol: 'http:', hostname: '192.0.2.7' })).toBe(true);
    expect(isExposed({ protocol: 'http:', hostname: '127.0.0.1.example' })).toBe(true);
    expect(isExposed({ protocol: 'http:', hostname: '127.0.0.1' })).toBe(false);
    expect(isExposed({ protocol: 'http:', hostname: '[::1]' })).toBe(false);
    expect(isExposed({ protocol: 'https:', hostname: 'broker.example' })).toBe(false);
});

test('what needs a scope is for those who have it', () => {
    expect(may('read', ANN)).toBe(true);
    expect(may('admin', ANN)).toBe(false);
    expect(may('read', null)).toBe(false);
});

test('everybody has a name', () => {
    expect(shortName(ANN)).toBe('ann');
    expect(shortName({ ...ANN, kind: 'anonymous' })).toBe('Not logged in');
    expect(kindOf({ ...ANN, kind: 'process' })).toBe('who runs the broker');
});

test('a form becomes a token', () => {
    const form = new FormData();
    form.set('name', ' sensor-7 ');
    form.append('scope', 'read');
    form.append('scope', 'publish');
    form.set('filters', 'home/#\n\n  shop/+  ');
    form.set('life', '86400');

    expect(newToken(form)).toEqual({
        name: 'sensor-7',
        scopes: ['read', 'publish'],
        expires_seconds: 86_400,
        filters: ['home/#', 'shop/+'],
    });
    form.set('filters', '');
    form.set('life', '0');
    expect(newToken(form)).toEqual({ name: 'sensor-7', scopes: ['read', 'publish'] });
});

test('a token says what it may and until when', () => {
    expect(scopesOf(TOKEN)).toBe('read');
    expect(scopesOf({ ...TOKEN, scopes: ['read', 'publish', 'admin'] })).toBe('everything');
    expect(day(1_795_300_000_000, 'never')).toBe('2026-11-21');
    expect(day(undefined, 'never')).toBe('never');
    expect(hasEnded({ ...TOKEN, expires: 5 }, 5)).toBe(true);
    expect(hasEnded(TOKEN, 5)).toBe(false);
});

test('an example uses what the token may', () => {
    expect(example('http://h', 'bb_x', ['publish'])).toBe(
        "curl -H 'Authorization: Bearer bb_x' -d on http://h/api/topics/home/bell",
    );
    expect(example('http://h', 'bb_x', ['read'])).toContain('http://h/api/me');
});
