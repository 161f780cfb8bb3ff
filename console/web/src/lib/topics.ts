/** Topics in addresses: of this page, and of the REST interface. */
import { decoded } from './address';

const VIEW = '#/topics';

/** The topic that an address of the view of topics names: #/topics/home/kitchen; empty for none. */
export function topicOfHash(hash: string): string {
    return hash.startsWith(`${VIEW}/`)
        ? hash
              .slice(VIEW.length + 1)
              .split('/')
              .map(decoded)
              .join('/')
        : '';
}

export function hashOfTopic(topic: string): string {
    return topic === '' ? VIEW : `${VIEW}/${encoded(topic)}`;
}

/** Where the last message of a topic is, in the REST interface. */
export function topicPath(topic: string): string {
    return `/api/topics/${encoded(topic)}`;
}

/**
 * Each level with the topic that ends there: a, a/b, a/b/c. A slash at the very beginning belongs to the first level, so
 * that no level has an empty topic.
 */
export function levels(topic: string): { name: string; topic: string }[] {
    const found: { name: string; topic: string }[] = [];
    for (let start = 0; start <= topic.length; ) {
        const slash = topic.indexOf('/', Math.max(1, start));
        const end = slash < 0 ? topic.length : slash;
        found.push({ name: topic.slice(start, end), topic: topic.slice(0, end) });
        start = end + 1;
    }
    return found;
}

/** The topic of the level above; empty for the root. */
export function above(topic: string): string {
    return topic.slice(0, Math.max(0, topic.lastIndexOf('/')));
}

function encoded(topic: string): string {
    return topic
        .split('/')
        .map((level) => encodeURIComponent(level).replaceAll('%24', '$'))
        .join('/');
}
