/** Whether a topic belongs to a filter, which may be one of a shared subscription (sections 4.7 and 4.8 of MQTT 5.0). */
export function matches(filter: string, topic: string): boolean {
    const shared = /^\$share\/[^/]+\/(.*)$/s.exec(filter);
    const levels = (shared?.[1] ?? filter).split('/');
    const names = topic.split('/');
    if (topic.startsWith('$') && /^[+#]/.test(levels[0] ?? '')) {
        return false;
    }
    for (const [at, level] of levels.entries()) {
        if (level === '#') {
            return true;
        }
        if (at >= names.length || (level !== '+' && level !== names[at])) {
            return false;
        }
    }
    return levels.length === names.length;
}

/** Why a filter is none; empty when it is one. A broker would end the connection. */
export function wrongFilter(filter: string): string {
    const levels = filter.split('/');
    if (levels.some((level) => level.length > 1 && /[+#]/.test(level))) {
        return '+ and # stand alone between slashes: home/+/bell, home/#';
    }
    return levels.slice(0, -1).includes('#') ? '# is the last level of a filter: home/#' : '';
}
