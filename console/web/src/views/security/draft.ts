/** The rights that are being written, kept while other parts of the view are looked at. */

import { signal } from '@preact/signals';
import { get, Problem, send } from '../../lib/api';
import type { LineError, Rights, RightsFile, Suggestion } from './model';
import { applied } from './text';

/** What the broker has; undefined until it has said so. */
export const rights = signal<Rights | undefined>(undefined);

export interface Draft {
    /** As it was read. */
    saved: RightsFile;
    text: string;
    errors: LineError[];
}

/** What is being written; undefined when nothing is. */
export const draft = signal<Draft | undefined>(undefined);

export async function loadRights(): Promise<Rights> {
    const read = await get<Rights>('/api/rights');
    rights.value = read;
    const current = draft.value;
    if (!current || current.text === current.saved.text) {
        open(read.files.find((each) => each.file === current?.saved.file) ?? read.files[0]);
    }
    return read;
}

/** Begins to change a file, as it is saved. */
export function open(file: RightsFile | undefined): void {
    draft.value = file && { saved: file, text: file.text, errors: file.errors };
}

export function write(text: string): void {
    if (draft.value) {
        draft.value = { ...draft.value, text, errors: [] };
    }
}

/** Puts a suggestion into the file that it is for, as that is saved. */
export async function take(suggestion: Suggestion): Promise<void> {
    const read = await loadRights();
    const file = read.files.find((each) => each.file === suggestion.file);
    if (file) {
        draft.value = { saved: file, text: applied(file.text, suggestion), errors: [] };
    }
}

/** Saves it; whether it was right. What is wrong stands in the draft then. Throws a {@link Problem} else. */
export async function save(): Promise<boolean> {
    const current = draft.value;
    if (!current) {
        return false;
    }
    const body = JSON.stringify({ file: current.saved.file, text: current.text });
    try {
        const response = await send('PUT', '/api/rights', body, 'application/json', { 'if-match': current.saved.etag });
        open((await response.json()) as RightsFile);
        await loadRights();
        return true;
    } catch (failure) {
        if (failure instanceof Problem && failure.status === 422) {
            draft.value = { ...current, errors: failure.members.errors as LineError[] };
            return false;
        }
        throw failure;
    }
}
