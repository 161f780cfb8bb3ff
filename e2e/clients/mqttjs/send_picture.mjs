// Publishes a picture file to camera/picture.
import { readFile } from 'node:fs/promises';
import { commandLine, connect } from './connection.mjs';

const args = commandLine();
const client = connect(args);

await client.publishAsync('camera/picture', await readFile(args.words[0]), { qos: args.qos });
await client.endAsync();
