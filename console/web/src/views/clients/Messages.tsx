import { bytes, count } from '../../lib/format';
import type { Session } from './clients';

/** What is on its way to a client, and what waits. */
export function Messages({ session, connected }: { session: Session; connected: boolean }) {
    return (
        <>
            <section>
                <h3>
                    In flight <span class="quiet">{count(session.inflight_messages)}</span>
                </h3>
                {session.inflight.length === 0 ? (
                    <p class="quiet">Nothing is unacknowledged.</p>
                ) : (
                    <ul class="clients-lines">
                        {session.inflight.map((message) => (
                            <li key={message.packet_id}>
                                <code>{message.topic}</code>
                                <span class="quiet">
                                    QoS {message.qos}, {bytes(message.bytes)}, packet {message.packet_id},{' '}
                                    {message.state}
                                </span>
                            </li>
                        ))}
                    </ul>
                )}
            </section>
            <section>
                <h3>
                    Queue{' '}
                    <span class="quiet">
                        {count(session.queued_messages)}
                        {session.queued_messages > 0 && `, ${bytes(session.queued_bytes)}`}
                    </span>
                </h3>
                <Queue session={session} connected={connected} />
            </section>
        </>
    );
}

function Queue({ session, connected }: { session: Session; connected: boolean }) {
    if (session.queued_messages === 0) {
        return <p class="quiet">Nothing waits.</p>;
    }
    if (session.queue.length === 0) {
        return (
            <p class="quiet">
                {connected ? 'All of it lies in the store.' : 'It lies in the store until the client is back.'}
            </p>
        );
    }
    const more = session.queued_messages - session.queue.length;
    return (
        <>
            <ul class="clients-lines">
                {session.queue.map((message, place) => (
                    <li key={place}>
                        <code>{message.topic}</code>
                        <span class="quiet">
                            QoS {message.qos}, {bytes(message.bytes)}
                            {message.retain && ', retained'}
                        </span>
                    </li>
                ))}
            </ul>
            {more > 0 && <p class="quiet">and {count(more)} more behind them</p>}
        </>
    );
}
