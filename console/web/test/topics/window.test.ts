import { expect, test } from 'vitest';
import { scrollToRow, visibleRange } from '../../src/views/topics/window';

test('only the rows that can be seen are there, and a few around', () => {
    expect(visibleRange(3000, 600, 30, 10_000)).toEqual({ from: 90, to: 130 });
});

test('there are no rows before the first and after the last', () => {
    expect(visibleRange(0, 600, 30, 10_000)).toEqual({ from: 0, to: 30 });
    expect(visibleRange(299_400, 600, 30, 10_000)).toEqual({ from: 9970, to: 10_000 });
    expect(visibleRange(0, 600, 30, 3)).toEqual({ from: 0, to: 3 });
    expect(visibleRange(0, 600, 30, 0)).toEqual({ from: 0, to: 0 });
});

test('a list that became short has rows though it was scrolled far', () => {
    expect(visibleRange(90_000, 600, 30, 5)).toEqual({ from: 5, to: 5 });
});

test('a row that is seen needs no scrolling, and one that is not as little as can be', () => {
    expect(scrollToRow(105, 3000, 600, 30)).toBe(3000);
    expect(scrollToRow(50, 3000, 600, 30)).toBe(1500);
    expect(scrollToRow(120, 3000, 600, 30)).toBe(3030);
});
