import { expect, test } from 'vitest';
import { above, hashOfTopic, levels, topicOfHash, topicPath } from '../src/lib/topics';

test.each(['home/kitchen/temp', '/a', 'a/', 'a//b', '/', '$SYS/broker', 'grün/50 %', 'a?b#c', '..', '中/🔔'])(
    'the address of %j leads to it',
    (topic) => {
        expect(topicOfHash(hashOfTopic(topic))).toBe(topic);
    },
);

test('addresses can be read', () => {
    expect(hashOfTopic('$SYS/broker/uptime')).toBe('#/topics/$SYS/broker/uptime');
    expect(hashOfTopic('')).toBe('#/topics');
    expect(topicPath('home/big bell?')).toBe('/api/topics/home/big%20bell%3F');
});

test('an address without a topic has none', () => {
    for (const hash of ['', '#/topics', '#/topics/', '#/clients/x', '#content']) {
        expect(topicOfHash(hash)).toBe('');
    }
});

test('an address that somebody typed is taken as it is', () => {
    expect(topicOfHash('#/topics/100%/x')).toBe('100%/x');
});

test.each([
    ['a/b/c', ['a', 'b', 'c'], ['a', 'a/b', 'a/b/c']],
    ['/a/b', ['/a', 'b'], ['/a', '/a/b']],
    ['a//b', ['a', '', 'b'], ['a', 'a/', 'a//b']],
    ['a/', ['a', ''], ['a', 'a/']],
    ['/', ['/'], ['/']],
    ['//b', ['/', 'b'], ['/', '//b']],
])('the levels of %j', (topic, names, topics) => {
    expect(levels(topic).map((level) => level.name)).toEqual(names);
    expect(levels(topic).map((level) => level.topic)).toEqual(topics);
    expect(topics.map(above)).toEqual(['', ...topics.slice(0, -1)]);
});
