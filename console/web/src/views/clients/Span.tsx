const SPANS = [
    { seconds: 600, title: '10 minutes' },
    { seconds: 3_600, title: '1 hour' },
    { seconds: 86_400, title: '1 day' },
    { seconds: 31_536_000, title: '1 year' },
];

/** For how long. */
export function Span({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
    return (
        <label class="field">
            For
            <select value={seconds} onChange={(event) => onChange(Number(event.currentTarget.value))}>
                {SPANS.map((span) => (
                    <option key={span.seconds} value={span.seconds}>
                        {span.title}
                    </option>
                ))}
            </select>
        </label>
    );
}
