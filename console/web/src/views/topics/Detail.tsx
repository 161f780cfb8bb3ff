import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { count } from '../../lib/format';
import { hashOfTopic, levels } from '../../lib/topics';
import { Copy } from '../../parts/Copy';
import { Failure } from '../../parts/Failure';
import { may } from '../../shell/account/me';
import type { Explorer } from './explorer';
import { History } from './History';
import { Numbers } from './Numbers';
import { Publish } from './Publish';
import { type Draft, draftOf, EMPTY } from './publication';
import { Retained } from './Retained';
import { Value } from './Value';
import { Watch } from './watch';

/** The chosen topic: what is on it, what was, and what one can do to it. */
export function Detail({ topic, explorer }: { topic: string; explorer: Explorer }) {
    const watch = useMemo(() => new Watch(topic), [topic]);
    const draft = useSignal<Draft>(EMPTY);
    useEffect(() => {
        void watch.start(explorer.paused.peek());
        return () => watch.stop();
    }, [watch]);
    useSignalEffect(() => watch.pause(explorer.paused.value));

    const all = watch.past.value;
    const retained = watch.retained.value;
    return (
        <article class="topics-detail" aria-label={`Topic ${topic}`}>
            <Head topic={topic} explorer={explorer} />
            <Failure of={watch.failure.value} />
            {watch.loaded.value && (
                <div class="topics-cards">
                    <Value watch={watch} last={all.at(-1)} />
                    <div class="topics-column">
                        <Retained
                            topic={topic}
                            retained={retained}
                            onEdit={(past) => {
                                draft.value = draftOf(past);
                                document.getElementById('topics-payload')?.focus();
                            }}
                            onCleared={() => void watch.askRetained()}
                        />
                        {may('publish') && (
                            <Publish topic={topic} draft={draft} onPublished={() => void watch.askRetained()} />
                        )}
                    </div>
                    <Numbers all={all} />
                    <History all={all} dropped={watch.dropped.value} />
                </div>
            )}
        </article>
    );
}

function Head({ topic, explorer }: { topic: string; explorer: Explorer }) {
    void explorer.rows.value; // what is known of the topic changes with the tree
    const node = explorer.node(topic);
    const path = levels(topic);
    return (
        <header class="topics-head">
            <a class="topics-back" href={hashOfTopic('')}>
                ‹ All topics
            </a>
            <nav aria-label="Levels of the topic">
                <h2>
                    {path.map((level, at) => (
                        <span key={level.topic}>
                            {at > 0 && <span class="quiet"> / </span>}
                            <a
                                href={hashOfTopic(level.topic)}
                                aria-current={at === path.length - 1 ? 'location' : undefined}
                            >
                                {level.name || '(empty)'}
                            </a>
                        </span>
                    ))}
                </h2>
            </nav>
            <Copy text={() => topic} what="Copy topic" />
            {node && (
                <p class="quiet">
                    {count(node.messages)} {node.messages === 1 ? 'message' : 'messages'}
                    {node.topics > 1 ? ` in ${count(node.topics)} topics` : ''}
                    {node.rate >= 0.05 ? `, ${count(node.rate)}/s` : ''}
                </p>
            )}
        </header>
    );
}
