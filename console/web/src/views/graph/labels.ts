/** Which names are written, so that none covers another. */

import type { Node } from './network';

const CHARACTERS_MAX = 30;

/** Something that may be written, centred below a point. */
export interface Label {
    text: string;
    x: number;
    y: number;
    width: number;
}

const HEIGHT = 15;
const GAP = 4;

/** A node's name, as short as it can be understood: of a topic the last levels. */
export function shortName(node: { kind: string; label: string }): string {
    if (node.label.length <= CHARACTERS_MAX) {
        return node.label;
    }
    if (node.kind === 'topic') {
        const levels = node.label.split('/');
        let short = levels.pop() ?? '';
        for (let next = levels.pop(); next !== undefined; next = levels.pop()) {
            if (next.length + short.length > CHARACTERS_MAX - 3) {
                break;
            }
            short = `${next}/${short}`;
        }
        if (short.length <= CHARACTERS_MAX) {
            return `…/${short}`;
        }
    }
    const half = CHARACTERS_MAX / 2 - 1;
    return `${node.label.slice(0, half)}…${node.label.slice(-half)}`;
}

/** With how many it stands for, if it is a group. */
export function longName(node: Node): string {
    return node.group === undefined ? node.label : `${node.label} (${node.count} ${node.kind}s)`;
}

/** The first of them are written over nodes, if need be. */
const IMPORTANT = 15;

/**
 * Those of the labels that have room on a screen, the first before the others.
 *
 * @param marks where nodes are, which only the first may cover
 */
export function withRoom(
    labels: Iterable<Label>,
    marks: { x: number; y: number }[],
    max: number,
    width: number,
    height: number,
): Label[] {
    const chosen: Label[] = [];
    let index = 0;
    for (const label of labels) {
        if (chosen.length === max) {
            break;
        }
        const half = label.width / 2;
        const visible = label.x + half > 0 && label.x - half < width && label.y > 0 && label.y - HEIGHT < height;
        const free = chosen.every(
            (other) =>
                Math.abs(other.x - label.x) > (other.width + label.width) / 2 + GAP ||
                Math.abs(other.y - label.y) > HEIGHT,
        );
        const covers = (mark: { x: number; y: number }) =>
            Math.abs(mark.x - label.x) < half && mark.y > label.y - HEIGHT && mark.y < label.y + 2;
        if (visible && free && (index++ < IMPORTANT || !marks.some(covers))) {
            chosen.push(label);
        }
    }
    return chosen;
}
