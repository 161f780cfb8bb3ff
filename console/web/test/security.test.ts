import { expect, test } from 'vitest';
import { details, type Explanation, hashed, verdict, whom } from '../src/views/security/model';
import { applied, difference, lines, password, span } from '../src/views/security/text';

const explanation: Explanation = {
    client: 'pump-7',
    topic: 'farm/gate',
    access: 'publish',
    connected: true,
    session: true,
    allowed: false,
    reason: 'no rule allows it',
    notes: [],
    suggestions: [],
    refusals: [],
};

test('a suggestion is put before its line, or takes lines away', () => {
    const put = { file: 'acl', what: '', line: 2, removes: 0, lines: ['topic write b'] };
    expect(applied('user ann\ntopic read a\n', put)).toBe('user ann\ntopic write b\ntopic read a\n');
    expect(applied('a\nb\nc', { ...put, removes: 1, lines: [] })).toBe('a\nc\n');
    expect(applied('a\n', { ...put, line: 2, lines: ['', 'user bob'] })).toBe('a\n\nuser bob\n');
});

test('a difference has what is gone and what is new, with the lines around', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    const after = 'a\nb\nX\nd\ne\nf\ng\nh\ni\n';
    expect(difference(before, after, 1).map((each) => each.sign + each.text)).toEqual([
        ' b',
        '-c',
        '+X',
        ' d',
        '…',
        ' h',
        '+i',
    ]);
    expect(difference(before, before)).toEqual([]);
});

test('a difference of long texts ends soon', () => {
    const many = (word: string) => Array.from({ length: 3_000 }, (_, i) => `${word} ${i}`).join('\n');
    expect(difference(many('a'), many('b'))).toHaveLength(6_000);
});

test('lines are found in a text', () => {
    expect(lines('a\nb\n')).toEqual(['a', 'b']);
    expect(span('one\ntwo\nthree', 2)).toEqual([4, 7]);
    expect(span('one', 9)).toEqual([0, 3]);
});

test('passwords are long, and never the same', () => {
    expect(password()).toMatch(/^[a-zA-Z2-9]{20}$/);
    expect(password()).not.toBe(password());
});

test('what is decided is said in big words', () => {
    expect(verdict(explanation)).toEqual({
        word: 'Denied',
        tone: 'bad',
        sentence: 'pump-7 (without a user name) may not publish to farm/gate',
    });
    expect(verdict({ ...explanation, user: 'bob', allowed: true, access: 'subscribe' }).sentence).toBe(
        'pump-7 (user bob) may subscribe to farm/gate',
    );
    const { allowed, ...unknown } = explanation;
    expect(allowed).toBe(false);
    expect(verdict(unknown).word).toBe('Decided elsewhere');
});

test('rules, hashes and events are put in words', () => {
    expect(whom({ line: 1, section: 'role', name: 'keeper', access: 'read', filter: 'a', text: '' })).toBe(
        'role keeper',
    );
    expect(whom({ line: 1, section: 'pattern', access: 'read', filter: 'a', text: '' })).toBe('all clients');
    expect(hashed({ name: 'a', file: 'f', line: 1, hash: 'sha512-pbkdf2', rounds: 101 })[1]).toContain('easy to guess');
    expect(hashed({ name: 'a', file: 'f', line: 1, hash: 'sha512-pbkdf2', rounds: 210_000 })[1]).toBe('');
    expect(details({ time: 1, event: 'refused', client: 'c', failures: 3 })).toBe('client c · failures 3');
});
