import { expect, test } from 'vitest';
import { bytes, count, duration, rate } from '../src/lib/format';

test('numbers are short, and have a unit', () => {
    expect(bytes(1536)).toBe('1.5 KiB');
    expect(count(12_345)).toBe('12.3 k');
    expect(rate(2)).toBe('2/s');
    expect(duration(3_725)).toBe('1 h 2 min');
});
