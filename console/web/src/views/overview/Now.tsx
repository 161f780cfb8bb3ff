import { useEffect, useState } from 'preact/hooks';
import { get } from '../../lib/api';
import { listen } from '../../lib/events';
import { bytes, rate } from '../../lib/format';
import { Failure } from '../../parts/Failure';
import { Plot } from '../../parts/Plot';
import { Attention } from './Attention';
import { FirstSteps } from './FirstSteps';
import { Health } from './Health';
import { isEmpty, NOTHING, type Recent, remembered, type Status, withSecond } from './status';
import { Tiles } from './Tiles';

/** The broker at this moment, and the ten minutes before. */
export function Now() {
    const [status, setStatus] = useState<Status>();
    const [recent, setRecent] = useState<Recent>(NOTHING);
    const [failure, setFailure] = useState<unknown>();
    useEffect(() => {
        const remember = () =>
            get<Parameters<typeof remembered>[0]>('/api/status/history')
                .then((history) => setRecent(remembered(history)))
                .catch(setFailure);
        const stream = listen(
            '/api/status/stream',
            {
                status: (now: Status) => {
                    setStatus(now);
                    setRecent((before) => withSecond(before, now));
                    setFailure(undefined);
                },
            },
            (open) => open && remember(),
        );
        return () => stream.close();
    }, []);
    if (!status) {
        return failure ? <Failure of={failure} /> : <p class="quiet">Asking the broker …</p>;
    }
    return (
        <div class="overview">
            <Failure of={failure} />
            <Health status={status} />
            <Attention needs={status.attention} />
            {isEmpty(status) && <FirstSteps />}
            <Tiles status={status} recent={recent} />
            <div class="overview-plots">
                <section class="card">
                    <Plot
                        title="Messages"
                        times={recent.times}
                        lines={[
                            { label: 'in', color: 'var(--series-1)', values: recent.series.messages_in },
                            { label: 'out', color: 'var(--series-2)', values: recent.series.messages_out },
                        ]}
                        format={rate}
                    />
                </section>
                <section class="card">
                    <Plot
                        title="Traffic"
                        times={recent.times}
                        lines={[
                            { label: 'in', color: 'var(--series-1)', values: recent.series.bytes_in },
                            { label: 'out', color: 'var(--series-2)', values: recent.series.bytes_out },
                        ]}
                        format={(value) => `${bytes(value)}/s`}
                    />
                </section>
            </div>
        </div>
    );
}
