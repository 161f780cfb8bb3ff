import { useEffect, useRef } from 'preact/hooks';
import { follow } from './feed';
import { Stage } from './stage';
import { inspected, network, paused, problem, selected, tick, wish } from './state';

const KEYS = 'Arrow keys move the picture, plus and minus zoom, 0 shows all, N and B go through clients and topics.';

/** The moving picture. */
export function Picture({
    hidden,
    onStage,
    onFullScreen,
}: {
    hidden: boolean;
    onStage: (stage: Stage | undefined) => void;
    onFullScreen: () => void;
}) {
    const around = useRef<HTMLDivElement>(null);
    const stage = useRef<Stage | undefined>(undefined);

    useEffect(() => {
        if (!around.current) {
            return;
        }
        const made = new Stage(around.current, network, {
            select: (node) => {
                selected.value = node;
            },
            pause: () => {
                paused.value = !paused.value;
            },
            fullScreen: onFullScreen,
        });
        stage.current = made;
        onStage(made);
        return () => {
            onStage(undefined);
            made.close();
        };
    }, []);

    useEffect(() => stage.current?.select(inspected.value), [inspected.value]);
    useFeed(stage);

    return (
        <div
            ref={around}
            class="graph-picture"
            hidden={hidden}
            role="application"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys, as the label says
            tabIndex={0}
            aria-label={`Clients and topics as a picture; the table has the same. ${KEYS}`}
        />
    );
}

/** Follows the broker while the page is seen and not paused. */
function useFeed(stage: { current: Stage | undefined }) {
    const wanted = wish.value;
    const stopped = paused.value;
    useEffect(() => {
        if (stopped) {
            return;
        }
        let stream: { close(): void } | undefined;
        let shownAt = 0;
        const show = () => {
            if (performance.now() - shownAt > 1_000) {
                shownAt = performance.now();
                tick.value++;
            }
        };
        const begin = () => {
            stream?.close();
            stream = document.hidden
                ? undefined
                : follow(wanted, {
                      graph(graph) {
                          network.replace(graph);
                          stage.current?.changed(true);
                          shownAt = 0;
                          show();
                      },
                      flows(flows) {
                          stage.current?.changed(network.update(flows), flows);
                          show();
                      },
                      state(said) {
                          problem.value = said;
                      },
                  });
        };
        begin();
        document.addEventListener('visibilitychange', begin);
        return () => {
            document.removeEventListener('visibilitychange', begin);
            stream?.close();
        };
    }, [wanted, stopped]);
}
