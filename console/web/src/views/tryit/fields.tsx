import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

interface FieldProps {
    label: string;
    value: string;
    onValue: (value: string) => void;
    /** As wide as there is room for. */
    wide?: boolean;
    type?: 'text' | 'number' | 'password';
    required?: boolean;
    placeholder?: string;
    spellcheck?: boolean;
    autocomplete?: 'off';
    min?: number;
    max?: number;
}

/** A text or number with its label. */
export function Field({ label, value, onValue, wide = false, ...input }: FieldProps) {
    const id = useId();
    return (
        <div class={wide ? 'tryit-field tryit-wide' : 'tryit-field'}>
            <label for={id}>{label}</label>
            <input
                {...(input as object)}
                id={id}
                value={value}
                onInput={(event) => onValue(event.currentTarget.value)}
            />
        </div>
    );
}

/** A number that may be left out. */
export function NumberField({ min = 0, ...field }: FieldProps & { max: number }) {
    return <Field {...field} type="number" min={min} />;
}

/** One of a few values. */
export function Choice<T extends string | number>({
    label,
    value,
    options,
    onValue,
}: {
    label: string;
    value: T;
    options: readonly (readonly [T, string])[];
    onValue: (value: T) => void;
}) {
    const id = useId();
    return (
        <div class="tryit-field">
            <label for={id}>{label}</label>
            <select
                id={id}
                value={value}
                onChange={(event) => {
                    const chosen = options.find(([each]) => String(each) === event.currentTarget.value);
                    if (chosen) {
                        onValue(chosen[0]);
                    }
                }}
            >
                {options.map(([each, name]) => (
                    <option key={each} value={each}>
                        {name}
                    </option>
                ))}
            </select>
        </div>
    );
}

export const QOS = [
    [0, '0 at most once'],
    [1, '1 at least once'],
    [2, '2 exactly once'],
] as const;

/** Yes or no. */
export function Check({
    label,
    value,
    onValue,
    disabled = false,
}: {
    label: string;
    value: boolean;
    onValue: (value: boolean) => void;
    disabled?: boolean;
}) {
    return (
        <label class="tryit-check">
            <input
                type="checkbox"
                checked={value}
                disabled={disabled}
                onChange={(event) => onValue(event.currentTarget.checked)}
            />
            {label}
        </label>
    );
}

/** User properties: names with values, of which a name may come more than once. */
export function Pairs({ value, onValue }: { value: [string, string][]; onValue: (value: [string, string][]) => void }) {
    const put = (at: number, pair: [string, string]) => onValue(value.map((each, i) => (i === at ? pair : each)));
    return (
        <fieldset class="tryit-pairs tryit-wide">
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

/** What is not needed every time; open at first when something in it counts. */
export function More({
    title,
    open = false,
    children,
}: {
    title: string;
    open?: boolean;
    children: ComponentChildren;
}) {
    const [isOpen, setOpen] = useState(open);
    return (
        <details class="tryit-more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>{title}</summary>
            <div class="tryit-fields">{children}</div>
        </details>
    );
}
