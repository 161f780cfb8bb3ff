/** How to connect: lines that can be copied, with the real host and port. */
import { hostOf, type Listener } from '../../lib/listeners';

/** Where clients connect. */
export interface Place {
    host: string;
    port: number;
    tls: boolean;
}

/** The plainest way in: MQTT before WebSocket, without TLS before with it. */
export function wayIn(listeners: Pick<Listener, 'host' | 'port' | 'protocol' | 'tls'>[], pageHost: string): Place {
    const best = [...listeners]
        .filter((listener) => listener.protocol === 'mqtt' && listener.port > 0)
        .sort((one, other) => Number(one.tls) - Number(other.tls))[0];
    if (!best) {
        return { host: pageHost, port: 1883, tls: false };
    }
    return { host: hostOf(best, pageHost), port: best.port, tls: best.tls };
}

export interface Step {
    title: string;
    lines: string;
}

export function steps({ host, port, tls }: Place, origin: string): Step[] {
    const at = `-h ${host} -p ${port}${tls ? ' --cafile ca.pem' : ''}`;
    return [
        {
            title: 'mosquitto',
            lines: `mosquitto_sub ${at} -v -t '#' &\nmosquitto_pub ${at} -t home/bell -m ring`,
        },
        {
            title: 'bellbird',
            lines: `bellbird sub ${at} -v -t '#' &\nbellbird pub ${at} -t home/bell -m ring`,
        },
        {
            title: 'Python',
            lines: `# pip install paho-mqtt\nimport paho.mqtt.publish as publish\n\npublish.single("home/bell", "ring", hostname="${host}", port=${port}${tls ? ', tls={"ca_certs": "ca.pem"}' : ''})`,
        },
        {
            title: 'Arduino',
            lines: `// library: PubSubClient; net is a ${tls ? 'WiFiClientSecure' : 'WiFiClient'}\nPubSubClient mqtt(net);\n\nmqtt.setServer("${host}", ${port});\nmqtt.connect("lamp-1");\nmqtt.publish("home/bell", "ring");`,
        },
        {
            title: 'HTTP',
            lines: `curl -H "Authorization: Bearer $TOKEN" -d ring ${origin}/api/topics/home/bell`,
        },
    ];
}
