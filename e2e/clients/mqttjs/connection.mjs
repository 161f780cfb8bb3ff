// What every client of this folder shares: the command line and the connection.
import { parseArgs } from 'node:util';
import mqtt from 'mqtt';

const shared = {
  url: { type: 'string' },
  mqtt: { type: 'string', default: '4' },
  id: { type: 'string' },
  persistent: { type: 'boolean', default: false },
  keepalive: { type: 'string', default: '60' },
  qos: { type: 'string', default: '0' },
};

/** The command line: the shared options, those of the caller, and the words that are left. */
export function commandLine(options = {}) {
  const { values, positionals } = parseArgs({ options: { ...shared, ...options }, allowPositionals: true });
  return { ...values, qos: Number(values.qos), isMqtt5: values.mqtt === '5', words: positionals };
}

/** Starts to connect to `args.url`; goes on trying after an error, which it prints. */
export function connect(args, options = {}) {
  const client = mqtt.connect(args.url, {
    protocolVersion: Number(args.mqtt),
    clientId: args.id,
    clean: !args.persistent,
    keepalive: Number(args.keepalive),
    reconnectPeriod: 500,
    ...(args.isMqtt5 && args.persistent ? { properties: { sessionExpiryInterval: 3600 } } : {}),
    ...options,
  });
  client.on('error', (error) => say('error', error.message));
  client.on('offline', () => say('disconnected'));
  return client;
}

/** One line for the test that waits for it. */
export function say(...words) {
  console.log(...words);
}
