// A camera: answers each request with its picture; an MQTT 5 request names the topic for the answer.
import { readFile } from 'node:fs/promises';
import { commandLine, connect, say } from './connection.mjs';

const args = commandLine();
const client = connect(args);

client.on('connect', async () => {
  await client.subscribeAsync('camera/request', { qos: args.qos });
  say('subscribed');
});
client.on('message', async (topic, payload, request) => {
  const picture = await readFile(args.words[0]);
  if (args.isMqtt5) {
    const { responseTopic, correlationData } = request.properties;
    const properties = { correlationData, contentType: 'image/png' };
    client.publish(responseTopic, picture, { qos: args.qos, properties });
  } else {
    client.publish('camera/response', picture, { qos: args.qos });
  }
});
