import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listen } from '../src/lib/events';
import { FakeSource } from './source';

beforeEach(() => {
    vi.useFakeTimers();
    FakeSource.all = [];
    vi.stubGlobal('EventSource', FakeSource);
});

afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

function source(): FakeSource {
    return FakeSource.all.at(-1) as FakeSource;
}

test('each listener gets the events of its name', () => {
    const got: unknown[] = [];
    listen('/api/stream', { message: (value: { n: number }) => got.push(value.n) });
    source().sends('message', { n: 7 });
    source().sends('other', { n: 8 });
    expect(got).toEqual([7]);
});

test('a stream that was refused is asked for again', () => {
    const states: boolean[] = [];
    listen('/api/stream', {}, (open) => states.push(open));
    source().onopen?.();
    source().breaks(2);
    vi.advanceTimersByTime(3_000);
    source().onopen?.();
    expect([FakeSource.all.length, states]).toEqual([2, [true, false, true]]);
});

test('a break is left to the browser', () => {
    listen('/api/stream', {});
    source().breaks(0);
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
});

test('what is closed is not asked for again', () => {
    const stream = listen('/api/stream', {});
    source().breaks(2);
    stream.close();
    vi.advanceTimersByTime(60_000);
    expect([FakeSource.all.length, source().closed, vi.getTimerCount()]).toEqual([1, true, 0]);
});
