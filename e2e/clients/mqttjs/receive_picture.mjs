// Waits for one picture on camera/picture and writes it to a file.
import { writeFile } from 'node:fs/promises';
import { commandLine, connect, say } from './connection.mjs';

const args = commandLine();
const client = connect(args);

client.on('connect', async () => {
  await client.subscribeAsync('camera/picture', { qos: args.qos });
  say('subscribed');
});
client.on('message', async (topic, payload) => {
  await writeFile(args.words[0], payload);
  client.end();
});
