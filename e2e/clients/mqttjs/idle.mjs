// Stays connected without a message of its own, kept alive by pings, and prints each answer to them.
import { commandLine, connect, say } from './connection.mjs';

const client = connect(commandLine());

client.on('connect', async () => {
  await client.subscribeAsync('wake/up', { qos: 1 });
  say('subscribed');
});
client.on('packetreceive', (packet) => {
  if (packet.cmd === 'pingresp') say('pinged');
});
client.on('message', (topic, payload) => say('received', payload.toString()));
