// Publishes each line of the standard input to the topic that it listens to, and prints what arrives there.
import { createInterface } from 'node:readline';
import { commandLine, connect, say } from './connection.mjs';

const args = commandLine();
const client = connect(args);
const [topic] = args.words;

client.on('connect', async () => {
  await client.subscribeAsync(topic, { qos: args.qos });
  say('subscribed');
});
client.on('message', (from, payload) => say('heard', payload.toString()));
for await (const line of createInterface({ input: process.stdin })) {
  client.publish(topic, line, { qos: args.qos });
}
