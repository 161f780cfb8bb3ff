import { fromText } from './bytes';

/** How the file formats that browsers show begin. */
const BEGINNINGS: [string, Uint8Array][] = [
    ['image/png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['image/jpeg', new Uint8Array([0xff, 0xd8, 0xff])],
    ['image/gif', fromText('GIF87a')],
    ['image/gif', fromText('GIF89a')],
];
const SVG = /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i;

/** As which type a browser shows these bytes, by how they begin; undefined when they are no image that we know. */
export function imageType(bytes: Uint8Array, contentType?: string): string | undefined {
    const known = BEGINNINGS.find(([, beginning]) => startsWith(bytes, 0, beginning));
    if (known) {
        return known[0];
    }
    if (startsWith(bytes, 0, fromText('RIFF')) && startsWith(bytes, 8, fromText('WEBP'))) {
        return 'image/webp';
    }
    const isSvg = contentType?.startsWith('image/svg') || SVG.test(new TextDecoder().decode(bytes.subarray(0, 2048)));
    return isSvg ? 'image/svg+xml' : undefined;
}

function startsWith(bytes: Uint8Array, at: number, beginning: Uint8Array): boolean {
    return bytes.length >= at + beginning.length && beginning.every((byte, index) => bytes[at + index] === byte);
}
