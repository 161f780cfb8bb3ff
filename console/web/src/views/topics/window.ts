/** Which rows of a long list are there, when only those that can be seen are. */
export interface Range {
    from: number;
    /** The first that is not there any more. */
    to: number;
}

/** Rows above and below what is seen, so that nothing is white while one scrolls. */
const SPARE = 10;

export function visibleRange(scrollTop: number, height: number, rowHeight: number, count: number): Range {
    const first = Math.floor(scrollTop / rowHeight) - SPARE;
    const last = Math.ceil((scrollTop + height) / rowHeight) + SPARE;
    const to = Math.max(0, Math.min(count, last));
    return { from: Math.max(0, Math.min(first, to)), to };
}

/** How far a list has to be scrolled so that a row is seen; as it is when it is seen already. */
export function scrollToRow(index: number, scrollTop: number, height: number, rowHeight: number): number {
    const top = index * rowHeight;
    return Math.max(top + rowHeight - height, Math.min(scrollTop, top));
}
