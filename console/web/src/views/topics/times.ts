const TIME = new Intl.DateTimeFormat(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
});
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export function time(millis: number): string {
    return TIME.format(millis);
}

/** The date only when it is not today's. */
export function dateAndTime(millis: number, now = Date.now()): string {
    const date = DATE.format(millis);
    return date === DATE.format(now) ? time(millis) : `${date}, ${time(millis)}`;
}
