/** Numbers for people. */

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const COUNTS = ['', 'k', 'M', 'G'];

/** 1536 becomes 1.5 KiB. */
export function bytes(count: number): string {
    return scaled(count, 1024, BYTES);
}

/** 12345 becomes 12.3 k. */
export function count(number: number): string {
    return number < 10_000 ? round(number) : scaled(number, 1000, COUNTS);
}

/** A rate, by the second. */
export function rate(perSecond: number): string {
    return `${count(perSecond)}/s`;
}

/** 3725 becomes 1 h 2 min. */
export function duration(seconds: number): string {
    if (seconds < 60) {
        return `${Math.floor(seconds)} s`;
    }
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) {
        return `${minutes} min`;
    }
    const hours = Math.floor(minutes / 60);
    return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function scaled(number: number, base: number, units: string[]): string {
    let scale = 0;
    let rest = number;
    while (rest >= base && scale < units.length - 1) {
        rest /= base;
        scale++;
    }
    return `${round(rest)} ${units[scale]}`.trim();
}

function round(number: number): string {
    return number >= 100 || Number.isInteger(number) ? Math.round(number).toString() : number.toFixed(1);
}
