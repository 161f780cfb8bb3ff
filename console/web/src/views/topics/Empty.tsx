import { useEffect, useState } from 'preact/hooks';
import { allListeners } from '../../lib/listeners';
import { Copy } from '../../parts/Copy';

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
            <Copy text={() => text} />
        </div>
    );
}

/** Where MQTT over TCP is; its usual port as long as that is not known. */
function useMqttPort(): number {
    const [port, setPort] = useState(1883);
    useEffect(() => {
        allListeners()
            .then((all) => all.find(({ protocol, tls }) => protocol === 'mqtt' && !tls))
            .then((plain) => plain && setPort(plain.port))
            .catch(() => undefined); // the usual port, when it cannot be asked for
    }, []);
    return port;
}
