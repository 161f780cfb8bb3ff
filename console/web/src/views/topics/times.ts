const TIME = new Intl.DateTimeFormat(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
});
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The date only when it is not today's; a message without a time was retained before the broker started. */
export function dateAndTime(millis: number | undefined, now = Date.now()): string {
    if (millis === undefined) {
        return 'before the start';
    }
    const date = DATE.format(millis);
    const time = TIME.format(millis);
    return date === DATE.format(now) ? time : `${date}, ${time}`;
}
