/** Times for people, in the zone of the reader. */

const PARTS = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const TO_SECONDS = new Intl.DateTimeFormat(undefined, PARTS);
const TO_MILLIS = new Intl.DateTimeFormat(undefined, { ...PARTS, fractionalSecondDigits: 3 });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** 14:03:22 */
export function clock(millis: number): string {
    return TO_SECONDS.format(millis);
}

/** 14:03:22.017 */
export function exactClock(millis: number): string {
    return TO_MILLIS.format(millis);
}

/** The time, after the date when that is not today's. */
export function moment(millis: number, time = clock, now = Date.now()): string {
    const date = DATE.format(millis);
    return date === DATE.format(now) ? time(millis) : `${date}, ${time(millis)}`;
}

/** When a message was; one without a time was retained before the broker started. */
export function messageTime(millis: number | undefined): string {
    return millis === undefined ? 'before the start' : moment(millis, exactClock);
}
