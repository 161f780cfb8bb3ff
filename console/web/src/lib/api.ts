/** Requests to the broker's REST interface. */
import { reachable } from './reachable';

/** What the broker says when it does not do something: problem+json. */
export class Problem extends Error {
    constructor(
        readonly status: number,
        readonly title: string,
        detail: string,
        /** All that the answer says. */
        readonly members: Record<string, unknown> = {},
    ) {
        super(detail);
    }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who was asked to log in again when the broker does not know us any more. */
let onUnknown: () => void = () => {};

export function whenUnknown(action: () => void): void {
    onUnknown = action;
}

/** Sends a request; the answer is JSON, or nothing. Throws a {@link Problem}. */
export async function ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const response = await send(
        method,
        path,
        body === undefined ? undefined : JSON.stringify(body),
        'application/json',
    );
    return (response.status === 204 ? undefined : await response.json()) as T;
}

export function get<T>(path: string): Promise<T> {
    return ask<T>('GET', path);
}

/** Sends a request with a body of any kind, and gives the answer as it is. Throws a {@link Problem}. */
export async function send(
    method: Method,
    path: string,
    body?: BodyInit,
    contentType = 'application/octet-stream',
    more: Record<string, string> = {},
): Promise<Response> {
    const headers: Record<string, string> = { 'x-bellbird': 'console', ...more };
    if (body !== undefined) {
        headers['content-type'] = contentType;
    }
    let response: Response;
    try {
        response = await fetch(path, { method, headers, ...(body === undefined ? {} : { body }) });
        reachable.value = true;
    } catch {
        reachable.value = false;
        throw new Problem(0, 'No answer', 'the broker does not answer: is it running?');
    }
    if (!response.ok) {
        throw await problem(response);
    }
    return response;
}

async function problem(response: Response): Promise<Problem> {
    if (response.status === 401) {
        onUnknown();
    }
    try {
        const said = (await response.json()) as { title: string; detail: string };
        return new Problem(response.status, said.title, said.detail, said);
    } catch {
        return new Problem(response.status, response.statusText, `the broker answered ${response.status}`);
    }
}
