import { expect, test } from 'vitest';
import { found, isWritten, type Setting, where } from '../src/views/overview/configuration';
import { health, millis, percent, remembered, SERIES, type Status, withSecond } from '../src/views/overview/status';
import { steps, wayIn } from '../src/views/overview/steps';

const HISTORY = { times: [1000, 2000], series: Object.fromEntries(SERIES.map((name) => [name, [1, 2]])) };

function status(more: Partial<Status>): Status {
    return { time: 3000, state: 'ok', newest: {}, attention: [], ...more } as Status;
}

test('each second is added once, and what is not known is a gap', () => {
    const recent = withSecond(remembered(HISTORY), status({ newest: { clients: 7 } }));
    expect(recent.times).toEqual([1, 2, 3]);
    expect(recent.series.clients).toEqual([1, 2, 7]);
    expect(recent.series.commit_p99_millis).toEqual([1, 2, null]);
    expect(withSecond(recent, status({})).times).toEqual([1, 2, 3]);
});

test('no more than ten minutes are kept', () => {
    let recent = remembered(HISTORY);
    for (let time = 3; time < 1000; time++) {
        recent = withSecond(recent, status({ time: time * 1000 }));
    }
    expect(recent.times.length).toBe(600);
    expect(recent.series.clients.length).toBe(600);
    expect(recent.times.at(-1)).toBe(999);
});

test('health is one sentence', () => {
    expect(health(status({}))).toBe('All is well.');
    expect(health(status({ state: 'warning', attention: [1, 2] as never }))).toBe('2 things need attention.');
});

test('times and parts are short', () => {
    expect([millis(undefined), millis(0.4), millis(1.25), millis(12.4), millis(1500)]).toEqual([
        '–',
        '0.40 ms',
        '1.3 ms',
        '12 ms',
        '1.5 s',
    ]);
    expect([percent(0, 8), percent(1, 8), percent(0.1, 8), percent(1, 0)]).toEqual(['0 %', '13 %', '1.3 %', '0 %']);
});

test('the plainest way in is shown, by the name that the page is known by when the listener has all addresses', () => {
    const way = wayIn(
        [
            { port: 8883, host: '10.0.0.1', protocol: 'mqtt', tls: true },
            { port: 9001, protocol: 'websockets', tls: false },
            { port: 1884, host: '0.0.0.0', protocol: 'mqtt', tls: false },
        ],
        'broker.example',
    );
    expect(way).toEqual({ host: 'broker.example', port: 1884, tls: false });
    expect(wayIn([], 'h')).toEqual({ host: 'h', port: 1883, tls: false });
    expect(steps(way, 'http://x')[0]?.lines).toContain('mosquitto_sub -h broker.example -p 1884 -v');
});

const SETTINGS = [
    { name: 'max_keepalive', value: '60', by_default: '0', place: 'b.conf:2', description: 'Seconds' },
    { name: 'max_qos', listener: '1883', value: '2', by_default: '2', description: 'The highest' },
].map((setting): Setting => ({ effect: 'at_once', allowed: 'a number', ...setting }));

test('settings are found by all words, and those that nobody wrote are left out when it is wished', () => {
    expect(found(SETTINGS, '', false).length).toBe(2);
    expect(found(SETTINGS, '', true).map((setting) => setting.name)).toEqual(['max_keepalive']);
    expect(found(SETTINGS, 'max HIGHEST', false).map((setting) => setting.name)).toEqual(['max_qos']);
    expect(isWritten(SETTINGS[1] as Setting)).toBe(false);
});

test('a remark says where it belongs', () => {
    expect(where({ file: 'b.conf', line: 3, text: '' })).toBe('b.conf:3');
    expect(where({ text: '' })).toBe('');
});
