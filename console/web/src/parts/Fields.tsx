import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import './fields.css';

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
        <div class={wide ? 'field field-wide' : 'field'}>
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
        <div class="field">
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
        <label class="field-check">
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
        <details class="field-more" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>{title}</summary>
            <div class="fields">{children}</div>
        </details>
    );
}
