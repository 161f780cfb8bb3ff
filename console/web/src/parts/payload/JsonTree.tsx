import { useState } from 'preact/hooks';
import { children, scalar } from '../../lib/payload/json';

/** Shorter values are open as a whole at first; of longer ones, the outer levels. */
const OPEN_LINES_MAX = 200;
const OPEN_DEPTH = 2;
const ITEMS_AT_ONCE = 100;
const STRING_MAX = 2000;

interface NodeProps {
    name?: string | undefined;
    value: unknown;
    depth: number;
    openDepth: number;
    comma: boolean;
}

/** JSON, and what is like it, coloured and folded. */
export function JsonTree({ value, lines }: { value: unknown; lines: number }) {
    return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached by keyboard
        <div class="json" tabIndex={0}>
            <Node value={value} depth={0} openDepth={lines <= OPEN_LINES_MAX ? 20 : OPEN_DEPTH} comma={false} />
        </div>
    );
}

function Node({ name, value, depth, openDepth, comma }: NodeProps) {
    const inside = children(value);
    const [open, setOpen] = useState(depth < openDepth);
    const [shown, setShown] = useState(ITEMS_AT_ONCE);
    const end = comma ? ',' : '';
    if (!inside || inside.length === 0) {
        return (
            <div class="json-line">
                <Name name={name} />
                {inside ? brackets(value).join('') : <Scalar value={value} />}
                {end}
            </div>
        );
    }
    const [first, last] = brackets(value);
    return (
        <div>
            <button type="button" class="json-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
                <Name name={name} />
                {first}
                {!open && (
                    <span class="quiet">
                        {' '}
                        {inside.length} {last}
                        {end}
                    </span>
                )}
            </button>
            {open && (
                <>
                    <div class="json-inside">
                        {inside.slice(0, shown).map(([key, item], at) => (
                            <Node
                                key={key}
                                name={Array.isArray(value) ? undefined : key}
                                value={item}
                                depth={depth + 1}
                                openDepth={openDepth}
                                comma={at < inside.length - 1}
                            />
                        ))}
                        {inside.length > shown && (
                            <button type="button" class="json-more" onClick={() => setShown(shown * 10)}>
                                {inside.length - shown} more
                            </button>
                        )}
                    </div>
                    <div class="json-line">
                        {last}
                        {end}
                    </div>
                </>
            )}
        </div>
    );
}

function brackets(value: unknown): [string, string] {
    return Array.isArray(value) ? ['[', ']'] : ['{', '}'];
}

function Name({ name }: { name?: string | undefined }) {
    return name === undefined ? null : (
        <>
            <span class="json-name">{JSON.stringify(name)}</span>
            {': '}
        </>
    );
}

function Scalar({ value }: { value: unknown }) {
    const text = scalar(value);
    const cut = text.length > STRING_MAX ? `${text.slice(0, STRING_MAX)}…` : text;
    return <span class={`json-${kind(value)}`}>{cut}</span>;
}

function kind(value: unknown): string {
    switch (typeof value) {
        case 'string':
            return 'string';
        case 'number':
        case 'bigint':
            return 'number';
        default:
            return 'literal';
    }
}
