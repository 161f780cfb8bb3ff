import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { hash } from '../../lib/place';
import { topicOfHash } from '../../lib/topics';
import { Failure } from '../../parts/Failure';
import { Bar } from './Bar';
import { Detail } from './Detail';
import { Empty } from './Empty';
import { Explorer } from './explorer';
import { Tree } from './Tree';
import './topics.css';

/** What is on the broker's topics: the tree of them, and the one that is chosen. */
export default function Topics() {
    const explorer = useMemo(() => new Explorer(), []);
    const topic = useComputed(() => topicOfHash(hash.value));
    const place = useFillingHeight();

    useEffect(() => {
        void explorer.start(topic.value);
        const forget = hash.subscribe(() => void explorer.reveal(topic.value));
        return () => {
            forget();
            explorer.stop();
        };
    }, [explorer]);

    const chosen = useComputed(() => topic.value !== '');
    return (
        <div class={`topics ${chosen.value ? 'topics-with-detail' : ''}`} ref={place}>
            <section class="topics-side card" aria-label="All topics">
                <Bar explorer={explorer} />
                <Failure of={explorer.failure.value} />
                {explorer.isEmpty.value && <Nothing search={explorer.search.value} />}
                <Tree explorer={explorer} chosen={topic.value} />
            </section>
            {chosen.value ? (
                <Detail key={topic.value} topic={topic.value} explorer={explorer} />
            ) : (
                <p class="topics-hint quiet">Choose a topic to see its messages.</p>
            )}
        </div>
    );
}

function Nothing({ search }: { search: string }) {
    return search === '' ? <Empty /> : <p class="quiet">No topic has “{search}” in its name.</p>;
}

/** As high as what is left of the window below its top, whatever the page has above. */
function useFillingHeight() {
    const place = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
        const fill = () => {
            const element = place.current;
            if (element) {
                const above = element.getBoundingClientRect().top + scrollY;
                const left = innerHeight - above - paddingBelow(element.parentElement);
                element.style.setProperty('--topics-height', `${Math.max(320, left)}px`);
            }
        };
        fill();
        const observer = new ResizeObserver(fill);
        observer.observe(document.body);
        addEventListener('resize', fill);
        return () => {
            observer.disconnect();
            removeEventListener('resize', fill);
        };
    }, []);
    return place;
}

/** What all that is around an element leaves free below it. */
function paddingBelow(around: Element | null): number {
    return around ? Number.parseFloat(getComputedStyle(around).paddingBottom) + paddingBelow(around.parentElement) : 0;
}
