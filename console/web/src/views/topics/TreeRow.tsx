import { count } from '../../lib/format';
import { brief } from './brief';
import type { Row, TopicNode } from './tree';

const FLASH_MILLIS = 700;

interface Props {
    id: string;
    row: Row;
    height: number;
    isActive: boolean;
    isChosen: boolean;
    onToggle: () => void;
    onChoose: () => void;
}

/** A line of the tree; what the keyboard does with it, the tree does. */
export function TreeRow({ id, row, height, isActive, isChosen, onToggle, onChoose }: Props) {
    const classes = ['topics-row', flash(row), isActive ? 'topics-active' : '', isChosen ? 'topics-chosen' : ''];
    return (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the tree around has the focus, and names its active row
        <div
            id={id}
            role="treeitem"
            class={classes.join(' ')}
            style={{ height: `${height}px`, paddingLeft: `${row.depth * 1.1 + 0.25}rem` }}
            aria-level={row.depth + 1}
            aria-posinset={row.position}
            aria-setsize={row.siblings}
            aria-selected={isChosen}
            aria-expanded={row.node?.children ? row.open : undefined}
            onClick={onChoose}
        >
            {row.node ? (
                <>
                    <Twisty node={row.node} open={row.open} onToggle={onToggle} />
                    <Level node={row.node} />
                </>
            ) : (
                <span class="topics-note">{row.kind === 'more' ? 'Show more …' : 'Loading …'}</span>
            )}
        </div>
    );
}

function Twisty({ node, open, onToggle }: { node: TopicNode; open: boolean; onToggle: () => void }) {
    return (
        <span
            class="topics-twisty"
            aria-hidden="true"
            onClick={(event) => {
                event.stopPropagation();
                if (node.children) {
                    onToggle();
                }
            }}
        >
            {node.children ? (open ? '▾' : '▸') : ''}
        </span>
    );
}

function Level({ node }: { node: TopicNode }) {
    return (
        <>
            <span class="topics-name">{node.name === '' ? <i class="quiet">(empty)</i> : node.name}</span>
            {node.children && (
                <span class="topics-count" title={`${node.topics} topics here and below`}>
                    {count(node.topics)}
                    <span class="visually-hidden"> topics</span>
                </span>
            )}
            {node.retained && (
                <span class="topics-retained" title="retained">
                    <span aria-hidden="true">R</span>
                    <span class="visually-hidden">retained</span>
                </span>
            )}
            <span class="topics-value">{node.last ? brief(node.last) : ''}</span>
            <span class="topics-rate">{node.rate >= 0.05 ? `${count(node.rate)}/s` : ''}</span>
        </>
    );
}

/** Two names of the same look, in turns, so that each change begins anew. */
function flash({ changedAt, node }: Row): string {
    return changedAt > 0 && Date.now() - changedAt < FLASH_MILLIS ? `topics-flash-${(node?.messages ?? 0) % 2}` : '';
}
