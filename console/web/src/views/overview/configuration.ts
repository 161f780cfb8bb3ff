/** What /api/configuration answers, and what the page makes of it. */

export interface Setting {
    name: string;
    listener?: string;
    value?: string;
    by_default?: string;
    after_restart?: string;
    place?: string;
    effect: 'at_once' | 'new_connections' | 'restart';
    unit?: string;
    allowed: string;
    description: string;
}

export interface Change {
    name: string;
    before: string;
    after: string;
    needs_restart: boolean;
}

export interface Remark {
    file?: string;
    line?: number;
    text: string;
}

export interface Configuration {
    file?: string;
    settings: Setting[];
    waiting_for_restart: Change[];
}

export interface Check {
    valid: boolean;
    errors: Remark[];
    warnings: Remark[];
    notices: Remark[];
    changes: Change[];
}

export interface Reload {
    changes: Change[];
    waiting_for_restart: Change[];
    warnings: Remark[];
}

export const EFFECTS: Record<Setting['effect'], string> = {
    at_once: 'at once',
    new_connections: 'for new connections',
    restart: 'after a restart',
};

/** Whether somebody wrote it. */
export function isWritten(setting: Setting): boolean {
    return setting.place !== undefined || (setting.value !== undefined && setting.value !== (setting.by_default ?? ''));
}

/** Those that have all the words in their name, value or description; of nothing, all. */
export function found(settings: Setting[], text: string, writtenOnly: boolean): Setting[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return settings.filter((setting) => {
        const all =
            `${setting.name} ${setting.listener ?? ''} ${setting.value ?? ''} ${setting.description}`.toLowerCase();
        return (!writtenOnly || isWritten(setting)) && words.every((word) => all.includes(word));
    });
}

/** Where a remark belongs: FILE:LINE, or nowhere. */
export function where(remark: Remark): string {
    return remark.file === undefined ? '' : `${remark.file}:${remark.line}`;
}
