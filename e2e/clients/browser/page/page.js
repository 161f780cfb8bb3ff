// What the page can do, and says on its console; the broker that it came from is the one that it talks to.
let client;

function say(...words) {
  console.log(...words);
}

function connect(username, password, version, url = location.origin.replace('http', 'ws')) {
  client = mqtt.connect(`${url}/mqtt`, {
    username,
    password,
    protocolVersion: Number(version),
    reconnectPeriod: 0,
    will: { topic: `rooms/will/${username}`, payload: 'gone', qos: 1, retain: false },
  });
  client.on('connect', () => say('connected'));
  client.on('error', (error) => say('error', error.code, error.message));
  client.on('close', () => say('disconnected'));
  client.on('message', (topic, payload, packet) => {
    say('received', topic, `qos=${packet.qos}`, `retain=${Number(packet.retain)}`, payload.toString());
  });
}

function subscribe(filter, qos) {
  client.subscribe(filter, { qos: Number(qos) }, (error, granted) => {
    say('subscribed', filter, error ? error.message : `qos=${granted[0].qos}`);
  });
}

function publish(topic, text, qos, retain) {
  client.publish(topic, text, { qos: Number(qos), retain: retain === 'retain' }, (error) => {
    say('published', topic, error ? `${error.code} ${error.message}` : 'taken');
  });
}
