import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Message } from '../../src/lib/payload/message';
import { leave, liveOf, open, watch } from '../../src/views/dashboards/live';
import { newTile, type Tile } from '../../src/views/dashboards/tiles';
import { FakeSource } from '../source';

beforeEach(() => {
    vi.useFakeTimers();
    FakeSource.all = [];
    vi.stubGlobal('EventSource', FakeSource);
});

afterEach(() => {
    leave();
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

function stream(): FakeSource {
    return FakeSource.all.at(-1) as FakeSource;
}

/** A message comes, and the time passes after which it is shown. */
function says(topic: string, payload: string, time = 1_000): void {
    const message: Message = { topic, payload, time, qos: 0, retain: false, bytes: payload.length };
    stream().sends('message', message);
    vi.advanceTimersByTime(100);
}

function tile(kind: Tile['kind'], topic: string, more: Partial<Tile> = {}): Tile {
    return { ...newTile(kind), topic, ...more };
}

test('one stream brings the values of all tiles', () => {
    const one = tile('number', 'a');
    const two = tile('text', 'a');
    const three = tile('log', 'b/#');
    watch([one, two, three]);
    expect(FakeSource.all.map(({ path }) => path)).toEqual(['/api/stream?filter=a&filter=b%2F%23&retained=true']);
    says('a', '1');
    says('b/c', 'x');
    expect([one, two].map(({ id }) => liveOf(id).value.last?.payload)).toEqual(['1', '1']);
    expect(liveOf(three.id).value.log.map(({ payload }) => payload)).toEqual(['x']);
});

test('a plot keeps the numbers that came last, and their times', () => {
    const plot = tile('plot', 'a', { path: 'v' });
    watch([plot]);
    for (let i = 0; i < 601; i++) {
        says('a', `{"v":${i}}`, i * 1_000);
    }
    says('a', '{"v":"none"}');
    const { times, values } = liveOf(plot.id).value;
    expect([times.length, times[0], values[0], values.at(-1)]).toEqual([600, 1, 1, 600]);
});

test('the stream is opened anew only for other topics', () => {
    const one = tile('number', 'a');
    watch([one]);
    watch([{ ...one, title: 'renamed', x: 3 }]);
    expect(FakeSource.all).toHaveLength(1);
    watch([{ ...one, topic: 'b' }]);
    expect(FakeSource.all.map(({ closed }) => closed)).toEqual([true, false]);
});

test('who gets another topic forgets the values of the one before', () => {
    const one = tile('number', 'a');
    watch([one]);
    says('a', '1');
    watch([{ ...one, topic: 'b' }]);
    expect(liveOf(one.id).value.last).toBeUndefined();
});

test('a view is told when no values come', () => {
    watch([tile('number', 'a')]);
    stream().onopen?.();
    expect(open.value).toBe(true);
    stream().onerror?.();
    expect(open.value).toBe(false);
});

test('who leaves watches nothing any more', () => {
    watch([tile('number', 'a')]);
    leave();
    expect(stream().closed).toBe(true);
    expect(FakeSource.all).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
});
