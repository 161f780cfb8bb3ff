// A device: says that it is online, leaves a will that says it is not, and lives until it is killed.
import { commandLine, connect, say } from './connection.mjs';

const args = commandLine();
const status = `devices/${args.id}/status`;
const client = connect(args, { will: { topic: status, payload: Buffer.from('dead'), qos: 1, retain: true } });

client.on('connect', async () => {
  await client.publishAsync(status, 'online', { qos: 1, retain: true });
  say('online');
});
