// Publishes "Hello, MQTT!" to test/topic every few seconds.
import { commandLine, connect } from './connection.mjs';

const args = commandLine({ milliseconds: { type: 'string', default: '5000' } });
const client = connect(args);

setInterval(() => client.publish('test/topic', 'Hello, MQTT!', { qos: args.qos }), Number(args.milliseconds));
