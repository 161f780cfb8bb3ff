import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { hashOfTopic } from '../../lib/topics';
import type { Explorer } from './explorer';
import { type Step, stepOf } from './keys';
import { TreeRow } from './TreeRow';
import type { Row } from './tree';
import { scrollToRow, visibleRange } from './window';

const ROW_HEIGHT = 30;
/** For fingers. */
const TOUCH_ROW_HEIGHT = 44;

/** The tree of topics. Only the rows that can be seen are in the document, however many there are. */
export function Tree({ explorer, chosen }: { explorer: Explorer; chosen: string }) {
    const place = useRef<HTMLDivElement>(null);
    const scroll = useSignal({ top: 0, height: 800 });
    const active = useSignal('');
    const rowHeight = matchMedia('(pointer: coarse)').matches ? TOUCH_ROW_HEIGHT : ROW_HEIGHT;
    const rows = explorer.rows.value;
    const activeIndex = rows.findIndex((row) => keyOf(row) === active.value);
    const range = visibleRange(scroll.value.top, scroll.value.height, rowHeight, rows.length);

    useSize(place, scroll);
    useChosen(chosen, rows, active, (index) => goTo(index));

    function goTo(index: number) {
        const row = rows[index];
        const box = place.current;
        if (row && box) {
            active.value = keyOf(row);
            box.scrollTop = scrollToRow(index, box.scrollTop, box.clientHeight, rowHeight);
        }
    }

    function onKeyDown(event: KeyboardEvent) {
        if (event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        const pageRows = Math.max(1, Math.floor(scroll.value.height / rowHeight) - 1);
        const step = stepOf(event.key, rows, activeIndex, pageRows);
        if (step) {
            event.preventDefault();
            take(step);
        }
    }

    function take(step: Step) {
        const row = rows[activeIndex];
        if ('go' in step) {
            goTo(step.go);
        } else if (row) {
            act(explorer, row, step.act);
        }
    }

    const isActiveThere = activeIndex >= range.from && activeIndex < range.to;
    return (
        <div
            class="topics-tree"
            ref={place}
            role="tree"
            aria-label="Topics"
            tabIndex={0}
            aria-activedescendant={isActiveThere ? rowId(activeIndex) : undefined}
            onKeyDown={onKeyDown}
            onFocus={() => activeIndex < 0 && goTo(0)}
            onScroll={({ currentTarget: box }) => {
                scroll.value = { top: box.scrollTop, height: box.clientHeight };
            }}
        >
            <div role="presentation" class="topics-rows" style={{ height: `${rows.length * rowHeight}px` }}>
                <div role="presentation" style={{ transform: `translateY(${range.from * rowHeight}px)` }}>
                    {rows.slice(range.from, range.to).map((row, at) => (
                        <TreeRow
                            key={keyOf(row)}
                            id={rowId(range.from + at)}
                            row={row}
                            height={rowHeight}
                            isActive={range.from + at === activeIndex}
                            isChosen={row.kind === 'node' && row.topic === chosen}
                            onToggle={() => {
                                active.value = keyOf(row);
                                act(explorer, row, row.open ? 'close' : 'open');
                            }}
                            onChoose={() => {
                                active.value = keyOf(row);
                                act(explorer, row, 'choose');
                            }}
                        />
                    ))}
                </div>
            </div>
        </div>
    );
}

function act(explorer: Explorer, row: Row, what: 'open' | 'close' | 'choose') {
    if (row.kind === 'more') {
        void explorer.more(row.topic);
    } else if (what === 'choose') {
        choose(explorer, row);
    } else if (what === 'open') {
        void explorer.open(row.topic);
    } else {
        explorer.close(row.topic);
    }
}

/** A level that is chosen is opened too; on a phone, one without messages is only opened: there is nothing else to see. */
function choose(explorer: Explorer, row: Row) {
    const isFolder = row.node?.children === true;
    if (isFolder && !row.node?.last && matchMedia('(max-width: 52rem)').matches) {
        act(explorer, row, row.open ? 'close' : 'open');
        return;
    }
    if (isFolder && !row.open) {
        void explorer.open(row.topic);
    }
    location.hash = hashOfTopic(row.topic);
}

function useSize(place: { current: HTMLDivElement | null }, scroll: Signal<{ top: number; height: number }>) {
    useLayoutEffect(() => {
        const box = place.current;
        if (!box) {
            return;
        }
        const observer = new ResizeObserver(() => {
            scroll.value = { top: box.scrollTop, height: box.clientHeight };
        });
        observer.observe(box);
        return () => observer.disconnect();
    }, []);
}

/** Goes to the row of the chosen topic, once it is there. */
function useChosen(chosen: string, rows: Row[], active: Signal<string>, goTo: (index: number) => void) {
    const shown = useRef('');
    useEffect(() => {
        if (chosen === '' || shown.current === chosen) {
            return;
        }
        const index = rows.findIndex((row) => row.kind === 'node' && row.topic === chosen);
        if (index >= 0) {
            shown.current = chosen;
            active.value = keyOf(rows[index] as Row);
            goTo(index);
        }
    }, [chosen, rows]);
}

function keyOf(row: Row): string {
    return `${row.kind} ${row.topic}`;
}

function rowId(index: number): string {
    return `topics-row-${index}`;
}
