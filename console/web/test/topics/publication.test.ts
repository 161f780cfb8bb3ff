import { afterEach, expect, test, vi } from 'vitest';
import { past } from '../../src/views/topics/past';
import { clearRetained, draftOf, EMPTY, payloadOfDraft, publish } from '../../src/views/topics/publication';
import { message } from './nodes';

afterEach(() => vi.unstubAllGlobals());

/** Takes requests, and says that there are subscribers. */
function broker() {
    const asked: { method?: string; path: string; type?: string; body?: string }[] = [];
    vi.stubGlobal('fetch', async (path: string, { method, headers, body }: RequestInit) => {
        asked.push({
            method: method ?? '',
            path,
            type: (headers as Record<string, string>)['content-type'] ?? '',
            body: new TextDecoder().decode(body as Uint8Array),
        });
        return Response.json({ reason_code: 0, subscribers: true });
    });
    return asked;
}

test('a text is published as it is', async () => {
    const asked = broker();
    expect(await publish('home/big bell', { ...EMPTY, text: 'ring', qos: 1 })).toBe(true);
    expect(asked).toEqual([
        { method: 'POST', path: '/api/topics/home/big%20bell?qos=1', type: 'application/octet-stream', body: 'ring' },
    ]);
});

test('what is retained is put', async () => {
    const asked = broker();
    await publish('a', { ...EMPTY, text: '{"a":1}', format: 'json', retain: true });
    expect(asked).toMatchObject([{ method: 'PUT', path: '/api/topics/a?qos=0', type: 'application/json' }]);
});

test('what is retained is cleared', async () => {
    const asked = broker();
    await clearRetained('a/b');
    expect(asked).toMatchObject([{ method: 'DELETE', path: '/api/topics/a/b' }]);
});

test('what is no JSON and no hex is not published', () => {
    expect(() => payloadOfDraft({ ...EMPTY, text: '{', format: 'json' })).toThrow();
    expect(() => payloadOfDraft({ ...EMPTY, text: 'xy', format: 'hex' })).toThrow('no hexadecimal digit');
    expect(payloadOfDraft({ ...EMPTY, text: '00 ff', format: 'hex' })).toEqual(new Uint8Array([0, 255]));
});

test.each([
    ['on', 'text', 'on'],
    ['21.50', 'text', '21.50'],
    ['{"a":1}', 'json', '{\n  "a": 1\n}'],
])('%j is edited as %s', async (payload, format, text) => {
    const kept = await past(message(1, payload, { qos: 2, content_type: 'x/y' }), 'auto');
    expect(draftOf(kept)).toEqual({ text, format, qos: 2, retain: true, contentType: 'x/y' });
});

test('what is no text is edited in hex', async () => {
    const kept = await past({ topic: 't', qos: 0, retain: true, bytes: 2, payload_base64: 'AP8=' }, 'auto');
    expect(draftOf(kept)).toMatchObject({ text: '00 ff', format: 'hex' });
});
