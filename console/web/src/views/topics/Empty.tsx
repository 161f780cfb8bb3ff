import { useEffect, useState } from 'preact/hooks';
import { get } from '../../lib/api';
import { Copy } from './Copy';

interface Listener {
    port: number;
    protocol: string;
    tls: boolean;
}

/** There is nothing yet: what one would do to see something. */
export function Empty() {
    const port = useMqttPort();
    const host = location.hostname;
    const place = `-h ${host} -p ${port} -t home/hello`;
    return (
        <div class="topics-empty">
            <h2>No topics yet</h2>
            <p>As soon as anybody publishes, topics appear here. Any of these lines does it:</p>
            <Line text={`mosquitto_pub ${place} -m 'Hello!'`} />
            <Line text={`bellbird pub ${place} -m 'Hello!'`} />
            <Line
                text={`curl -H "Authorization: Bearer $TOKEN" ${location.origin}/api/topics/home/hello -d 'Hello!'`}
            />
        </div>
    );
}

function Line({ text }: { text: string }) {
    return (
        <div class="topics-command">
            <code>
                {text.split(' ').map((word, at) => (
                    <>
                        {at > 0 && ' '}
                        <span>{word}</span>
                    </>
                ))}
            </code>
            <Copy text={() => text} what="Copy" />
        </div>
    );
}

/** Where MQTT over TCP is; its usual port as long as that is not known. */
function useMqttPort(): number {
    const [port, setPort] = useState(1883);
    useEffect(() => {
        get<{ listeners: Listener[] }>('/api/listeners')
            .then(({ listeners }) => listeners.find(({ protocol, tls }) => protocol === 'mqtt' && !tls))
            .then((plain) => plain && setPort(plain.port))
            .catch(() => undefined); // whoever may not see the listeners gets the usual port
    }, []);
    return port;
}
