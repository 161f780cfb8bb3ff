import { expect, test } from 'vitest';
import { stepOf } from '../../src/views/topics/keys';
import { TopicTree } from '../../src/views/topics/tree';
import { node } from './nodes';

/** 0 a (open), 1 a/x (closed), 2 a/y, 3 b */
function rows() {
    const tree = new TopicTree();
    tree.put('', [node('a', { children: true }), node('b')], false, 0);
    tree.open('a');
    tree.put('a', [node('a/x', { children: true }), node('a/y')], false, 0);
    return tree.rows('name', 0);
}

test.each([
    ['ArrowDown', 0, { go: 1 }],
    ['ArrowDown', 3, { go: 3 }],
    ['ArrowUp', 0, { go: 0 }],
    ['ArrowUp', 3, { go: 2 }],
    ['Home', 2, { go: 0 }],
    ['End', 0, { go: 3 }],
    ['PageDown', 0, { go: 2 }],
    ['PageUp', 3, { go: 1 }],
    ['ArrowRight', 0, { go: 1 }],
    ['ArrowRight', 1, { act: 'open' }],
    ['ArrowRight', 2, undefined],
    ['ArrowLeft', 0, { act: 'close' }],
    ['ArrowLeft', 2, { go: 0 }],
    ['ArrowLeft', 3, undefined],
    ['Enter', 2, { act: 'choose' }],
    [' ', 2, { act: 'choose' }],
    ['b', 0, { go: 3 }],
    ['A', 3, { go: 0 }],
    ['q', 0, undefined],
    ['Tab', 0, undefined],
    ['Escape', 0, undefined],
])('%s at row %i', (key, active, step) => {
    expect(stepOf(key, rows(), active, 2)).toEqual(step);
});

test('without a row there is nothing to do', () => {
    for (const key of ['Enter', 'ArrowLeft', 'ArrowRight', 'x']) {
        expect(stepOf(key, [], -1, 10)).toBeUndefined();
    }
});
