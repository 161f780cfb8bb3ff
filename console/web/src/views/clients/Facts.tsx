import type { ComponentChildren } from 'preact';
import { bytes, count, duration, rate } from '../../lib/format';
import { moment } from '../../lib/times';
import { behindBytes, type ClientFacts } from './clients';

/** What is known of a client and its connection. */
export function Facts({ facts }: { facts: ClientFacts }) {
    const { session, connection } = facts;
    return (
        <dl class="clients-facts">
            <Fact name={session.connected ? 'Connected' : 'Away'}>
                {duration(Math.max(0, Date.now() - session.since) / 1000)}
                <span class="quiet"> since {moment(session.since)}</span>
            </Fact>
            {session.user !== undefined && <Fact name="User">{session.user}</Fact>}
            {session.address && <Fact name="Address">{session.address}</Fact>}
            {connection && (
                <>
                    <Fact name="Speaks">
                        MQTT {session.version} over {way(connection)}, listener {connection.listener}
                    </Fact>
                    <Fact name="Keep alive">
                        {connection.keep_alive_seconds ? `${connection.keep_alive_seconds} s` : 'none'}
                    </Fact>
                    <Fact name="In flight, max">{count(connection.receive_maximum)}</Fact>
                </>
            )}
            <Fact name="Session">
                {life(facts)}
                {connection && (connection.clean_start ? ', began anew' : ', taken up')}
            </Fact>
            <Fact name="Will">{facts.will_topic ? <code>{facts.will_topic}</code> : 'none'}</Fact>
            {session.connected && (
                <>
                    <Fact name="In">
                        {rate(session.received_rate)}, {bytes(Math.round(session.received_bytes_rate))}/s
                        <span class="quiet"> {count(session.received)} so far</span>
                    </Fact>
                    <Fact name="Out">
                        {rate(session.sent_rate)}, {bytes(Math.round(session.sent_bytes_rate))}/s
                        <span class="quiet"> {count(session.sent)} so far</span>
                    </Fact>
                </>
            )}
            <Fact name="Behind">
                {bytes(behindBytes(session))}
                {session.waiting_bytes > 0 && <span class="quiet"> {bytes(session.waiting_bytes)} in its socket</span>}
            </Fact>
        </dl>
    );
}

function way(connection: NonNullable<ClientFacts['connection']>): string {
    const carrier = connection.protocol === 'websockets' ? 'WebSocket' : 'TCP';
    const tls = connection.tls ? ' with TLS' : '';
    return `${carrier}${tls}${connection.certified ? ' and a certificate' : ''}`;
}

function life(facts: ClientFacts): string {
    if (facts.expiry_seconds === undefined) {
        return 'kept for ever';
    }
    return facts.expiry_seconds === 0 ? 'ends with the connection' : `kept for ${duration(facts.expiry_seconds)}`;
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
    return (
        <div>
            <dt>{name}</dt>
            <dd>{children}</dd>
        </div>
    );
}
