// Subscribes to filters and prints what arrives, for ever.
import { commandLine, connect, say } from './connection.mjs';

const args = commandLine();
const client = connect(args);

client.on('connect', async (connack) => {
  if (connack.sessionPresent) say('session present');
  await client.subscribeAsync(args.words, { qos: args.qos });
  say('subscribed');
});
client.on('message', (topic, payload, packet) => {
  say('received', topic, `qos=${packet.qos}`, `retain=${Number(packet.retain)}`, payload.toString());
});
