import { expect, test } from 'vitest';
import { fromUtf8, toUtf8 } from '../../src/lib/mqtt/bytes';
import { matches, wrongFilter } from '../../src/lib/mqtt/filters';
import { addressesOf, usualAddress } from '../../src/views/tryit/addresses';
import { containing, LOG_MAX, type Logged, longer } from '../../src/views/tryit/log';
import { preview, toBytes, toText } from '../../src/views/tryit/payload';
import { NO_MESSAGE, newSettings, toMessage, toOptions } from '../../src/views/tryit/settings';

test.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/c', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a/b/c', false],
    ['a/+', 'a', false],
    ['+/+', '/a', true],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['#', 'a/b', true],
    ['#', '$SYS/a', false],
    ['+/a', '$SYS/a', false],
    ['$SYS/#', '$SYS/a', true],
    ['$share/group/a/+', 'a/b', true],
    ['$share/group/#', '$SYS/a', false],
])('whether %s matches %s is %s', (filter, topic, is) => {
    expect(matches(filter, topic)).toBe(is);
});

test('a filter that is none says why', () => {
    expect(wrongFilter('a/+/#')).toBe('');
    expect(wrongFilter('$share/group/#')).toBe('');
    expect(wrongFilter('a/b#')).toContain('stand alone');
    expect(wrongFilter('a/#/b')).toContain('last level');
});

test('payloads are written as text, JSON, hex and base64', () => {
    expect([...toBytes('ü', 'text')]).toEqual([0xc3, 0xbc]);
    expect(fromUtf8(toBytes('{"a": 1}', 'json'))).toBe('{"a": 1}');
    expect([...toBytes('01 fF:02', 'hex')]).toEqual([1, 255, 2]);
    expect([...toBytes('AQI=', 'base64')]).toEqual([1, 2]);
});

test('a payload that cannot be read says why', () => {
    expect(() => toBytes('{', 'json')).toThrow('not JSON');
    expect(() => toBytes('012', 'hex')).toThrow('two digits');
    expect(() => toBytes('!', 'base64')).toThrow('not base64');
});

test('payloads are shown as what they are', () => {
    expect(toText(toUtf8('{"a":1}'), 'auto')).toBe('{\n  "a": 1\n}');
    expect(toText(toUtf8('{"a":1}'), 'text')).toBe('{"a":1}');
    expect(toText(Uint8Array.of(0, 65), 'auto')).toMatch(/^0000 {2}00 41 +·A$/);
    expect(toText(toUtf8('AB'), 'hex')).toMatch(/^0000 {2}41 42 +AB$/);
    expect(preview(toUtf8('a\n  b'))).toBe('a b');
    expect(preview(Uint8Array.of(255, 0))).toBe('ff 00');
});

test('of a long payload the begin is shown, cut between letters', () => {
    expect(toText(toUtf8('ü'.repeat(20_000)), 'text')).toMatch(/^ü+\n… 7232 bytes more$/);
    expect(preview(toUtf8(`a${'ü'.repeat(500)}`))).toMatch(/^aü+$/);
});

const logged: Logged = { ...toMessage({ ...NO_MESSAGE, topic: 'a' }, 5), key: 1, time: 0, direction: 'in', dup: false };

test('the log is bounded, the newest first', () => {
    const many = Array.from({ length: LOG_MAX + 5 }, (_, key) => ({ ...logged, key }));
    const log = longer([logged], many);
    expect(log).toHaveLength(LOG_MAX);
    expect(log[0]?.key).toBe(LOG_MAX + 4);
});

test('the log is filtered by topic and payload', () => {
    const log = [
        { ...logged, topic: 'Home/bell' },
        { ...logged, payload: toUtf8('the bell') },
    ];
    expect(containing(log, ' BELL ')).toHaveLength(2);
    expect(containing(log, 'home')).toHaveLength(1);
});

test('settings become what CONNECT says', () => {
    const will = { ...NO_MESSAGE, topic: 'gone', payload: 'bye', delay: '5', correlationData: 'c' };
    const settings = { ...newSettings(), url: 'ws://there', user: 'ann', password: 'x', hasWill: true, will };
    expect(toOptions(settings)).toMatchObject({
        user: 'ann',
        keepAlive: 60,
        properties: { sessionExpiry: 0, topicAliasMaximum: 10 },
        will: { topic: 'gone', properties: { willDelay: 5, correlationData: toUtf8('c') } },
    });
    expect(toOptions({ ...settings, version: 4 })).toMatchObject({ properties: {}, will: { properties: {} } });
    expect(toOptions({ ...newSettings(), url: 'ws://there' })).not.toHaveProperty('user');
    expect(() => toOptions({ ...settings, url: 'http://there' })).toThrow('ws://');
});

test('browsers connect to listeners for WebSocket, where the page came from if they can', () => {
    const listeners = [
        { port: 1883, host: '0.0.0.0', protocol: 'mqtt', tls: false },
        { port: 8084, host: '0:0:0:0:0:0:0:0', protocol: 'websockets', tls: true },
        { port: 8083, host: '127.0.0.1', protocol: 'websockets', tls: false },
        { port: 8085, host: '10.0.0.7', protocol: 'websockets', tls: false },
        { port: 8086, host: 'fe80::1', protocol: 'websockets', tls: false },
    ];
    const here = { protocol: 'http:', hostname: 'broker', origin: 'http://broker' };
    expect(addressesOf(listeners, here).map(({ url }) => url)).toEqual([
        'ws://broker:8083',
        'ws://10.0.0.7:8085',
        'ws://[fe80::1]:8086',
        'wss://broker:8084',
    ]);
    expect(addressesOf(listeners, { ...here, protocol: 'https:' })[0]?.url).toBe('wss://broker:8084');
    expect(usualAddress(here).url).toBe('ws://broker:8083');
});

test('listeners that let in pages of this origin come first, whatever others there are', () => {
    const socket = { host: '', protocol: 'websockets', tls: false };
    const listeners = [
        { ...socket, port: 1, origins: ['https://elsewhere'] },
        { ...socket, port: 2, origins: ['http://127.0.0.1:9883', 'http://localhost:9883'] },
    ];
    const here = { protocol: 'http:', hostname: 'localhost', origin: 'http://localhost:9883' };
    expect(addressesOf(listeners, here)).toEqual([
        { url: 'ws://localhost:2', open: true },
        { url: 'ws://localhost:1', open: false },
    ]);
});
