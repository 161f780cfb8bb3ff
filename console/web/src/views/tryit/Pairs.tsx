/** User properties: names with values, of which a name may come more than once. */
export function Pairs({ value, onValue }: { value: [string, string][]; onValue: (value: [string, string][]) => void }) {
    const put = (at: number, pair: [string, string]) => onValue(value.map((each, i) => (i === at ? pair : each)));
    return (
        <fieldset class="tryit-pairs field-wide">
            <legend>User properties</legend>
            {value.map(([name, text], at) => (
                <div key={at}>
                    <input
                        aria-label={`Name ${at + 1}`}
                        value={name}
                        onInput={(event) => put(at, [event.currentTarget.value, text])}
                    />
                    <input
                        aria-label={`Value ${at + 1}`}
                        value={text}
                        onInput={(event) => put(at, [name, event.currentTarget.value])}
                    />
                    <button
                        type="button"
                        aria-label={`Remove ${at + 1}`}
                        onClick={() => onValue(value.filter((_, i) => i !== at))}
                    >
                        ×
                    </button>
                </div>
            ))}
            <button type="button" onClick={() => onValue([...value, ['', '']])}>
                Add a property
            </button>
        </fieldset>
    );
}
