import { beforeAll, expect, test, vi } from 'vitest';

beforeAll(() => {
    vi.stubGlobal('location', { hash: '' });
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {} }));
    vi.stubGlobal('document', { documentElement: { dataset: {} } });
});

test('an address names the view, and what the view shows of itself', async () => {
    const { parts } = await import('../src/lib/address');
    expect(parts('#/clients/lamp%2F7')).toEqual(['clients', 'lamp/7']);
    expect(parts('')).toEqual([]);
    expect(parts('#/topics/100%')).toEqual(['topics', '100%']);
});

test('a theme that is not known is that of the system', async () => {
    const { kept, next } = await import('../src/lib/theme');
    expect(kept('dark')).toBe('dark');
    expect(kept('pink')).toBe('system');
    expect(kept(null)).toBe('system');
    expect([next('system'), next('light'), next('dark')]).toEqual(['light', 'dark', 'system']);
});

test('each view has a key of its own after g', async () => {
    const { meaning } = await import('../src/shell/keys');
    const { views } = await import('../src/shell/views');
    expect(new Set(views.map((view) => view.key)).size).toBe(views.length);
    expect(meaning('g', false)).toBe('begin');
    expect(meaning('o', true)).toEqual({ view: 'overview' });
    expect(meaning('o', false)).toBeUndefined();
    expect(meaning('q', true)).toBeUndefined();
    expect(meaning('?', false)).toBe('help');
});
