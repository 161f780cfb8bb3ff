interface Line {
    line: number;
    text: string;
    sign?: ' ' | '+' | '-' | '…';
    marked?: boolean;
}

const WORDS: Record<string, string> = { '+': 'added: ', '-': 'removed: ' };

/** Lines of a file with their numbers; those that matter stand out, and not by colour alone. */
export function Lines({ lines }: { lines: Line[] }) {
    return (
        <ol class="sec-lines">
            {lines.map((each, at) => {
                const sign = each.sign ?? ' ';
                const tone =
                    sign === '+' ? 'sec-added' : sign === '-' ? 'sec-removed' : each.marked ? 'sec-marked' : '';
                return (
                    <li key={at} class={tone}>
                        <span class="sec-number">{each.line || ''}</span>
                        <span class="sec-sign" aria-hidden="true">
                            {each.marked ? '▸' : sign}
                        </span>
                        <code>
                            {WORDS[sign] && <span class="visually-hidden">{WORDS[sign]}</span>}
                            {each.text || ' '}
                        </code>
                    </li>
                );
            })}
        </ol>
    );
}
