// Publishes one text to one topic and leaves when the broker has it.
import { commandLine, connect } from './connection.mjs';

const args = commandLine({ retain: { type: 'boolean', default: false } });
const client = connect(args);
const [topic, text] = args.words;

await client.publishAsync(topic, text, { qos: args.qos, retain: args.retain });
await client.endAsync();
