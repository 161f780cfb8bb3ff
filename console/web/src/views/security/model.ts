/** What the broker says of security, as /api/openapi.json describes it. */

export interface User {
    name: string;
    file: string;
    line: number;
    hash: string;
    rounds?: number;
}

export interface Users {
    users: User[];
    files: { file: string; listeners: string[]; errors: string[] }[];
    listeners_without: string[];
    advice?: string;
}

export interface Rule {
    line: number;
    section: 'anonymous' | 'pattern' | 'user' | 'role';
    name?: string;
    access: string;
    filter: string;
    text: string;
}

export interface LineError {
    line: number;
    text: string;
}

export interface RightsFile {
    file: string;
    listeners: string[];
    etag: string;
    text: string;
    rules: Rule[];
    users: { name: string; roles: string[]; rules: number }[];
    errors: LineError[];
}

export interface Rights {
    files: RightsFile[];
    listeners_without: string[];
    advice?: string;
}

export type Access = 'publish' | 'subscribe' | 'receive';

export interface Suggestion {
    file: string;
    what: string;
    line: number;
    removes: number;
    lines: string[];
}

export interface Refused {
    what: string;
    user?: string;
    topic?: string;
    address?: string;
    reason: string;
    rule?: string;
    count: number;
    time: number;
}

export interface Explanation {
    client: string;
    user?: string;
    topic: string;
    access: Access;
    listener?: string;
    connected: boolean;
    session: boolean;
    address?: string;
    allowed?: boolean;
    reason: string;
    rule?: { file: string; line: number; text: string; denies: boolean };
    notes: string[];
    suggestions: Suggestion[];
    refusals: Refused[];
}

export interface Finding {
    severity: 'error' | 'warning' | 'note';
    kind: string;
    subject: string;
    what: string;
    mend: string[];
}

export interface Ban {
    address?: string;
    client?: string;
    failures?: number;
    seconds_left?: number;
}

export type AuditEvent = { event?: string; time?: string | number } & Record<string, unknown>;

/** The beginning of a sentence. */
export function capital(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** For whom a rule is, in words. */
export function whom(rule: Rule): string {
    switch (rule.section) {
        case 'anonymous':
            return 'everybody without a name';
        case 'pattern':
            return 'all clients';
        default:
            return `${rule.section} ${rule.name ?? ''}`;
    }
}

/** How a password is hashed, in words; the second part says what to do when it is easy to guess. */
export function hashed(user: User): [string, string] {
    switch (user.hash) {
        case 'argon2id':
            return ['Argon2id', ''];
        case 'sha512':
            return ['SHA-512', 'easy to guess, set the password again'];
        default: {
            const rounds = user.rounds ?? 0;
            return [
                `PBKDF2, ${rounds.toLocaleString('en')} rounds`,
                rounds < 10_000 ? 'easy to guess, set the password again' : '',
            ];
        }
    }
}

/** The sentence that answers "why can't …?", in parts for the heading and what is below it. */
export function verdict(answer: Explanation): { word: string; tone: 'good' | 'bad' | 'warn'; sentence: string } {
    const who =
        answer.user === undefined ? `${answer.client} (without a user name)` : `${answer.client} (user ${answer.user})`;
    const what =
        answer.access === 'subscribe' ? 'subscribe to' : answer.access === 'publish' ? 'publish to' : 'receive';
    if (answer.allowed === undefined) {
        return { word: 'Decided elsewhere', tone: 'warn', sentence: `${who} asks to ${what} ${answer.topic}` };
    }
    if (answer.allowed) {
        return { word: 'Allowed', tone: 'good', sentence: `${who} may ${what} ${answer.topic}` };
    }
    return { word: 'Denied', tone: 'bad', sentence: `${who} may not ${what} ${answer.topic}` };
}

/** What an audit event says besides its time and name, one thing after the other. */
export function details(event: AuditEvent): string {
    return Object.entries(event)
        .filter(([name]) => name !== 'time' && name !== 'event')
        .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(' · ');
}
