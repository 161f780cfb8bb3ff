// A viewer: asks the camera for its picture and writes it to a file.
import { writeFile } from 'node:fs/promises';
import { commandLine, connect, say } from './connection.mjs';

const args = commandLine();
const client = connect(args);
const responseTopic = args.isMqtt5 ? `viewer/${args.id}/answers` : 'camera/response';
const correlationData = Buffer.from('picture 42');

client.on('connect', async () => {
  await client.subscribeAsync(responseTopic, { qos: args.qos });
  const properties = args.isMqtt5 ? { responseTopic, correlationData } : undefined;
  client.publish('camera/request', 'a picture, please', { qos: args.qos, properties });
});
client.on('message', async (topic, payload, packet) => {
  await writeFile(args.words[0], payload);
  if (args.isMqtt5) {
    const matches = correlationData.equals(packet.properties.correlationData);
    say('answer', matches ? 'matches' : 'is not for us', packet.properties.contentType);
  }
  client.end();
});
