// Clients of MQTT 3.1.1 over TCP with nothing in them but what makes traffic: QoS 0, written with raw packets, so that
// hundreds of them cost little.
import { once } from 'node:events';
import { connect as dial } from 'node:net';

function field(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(first, ...parts) {
  const body = Buffer.concat(parts);
  const length = [];
  let rest = body.length;
  do {
    length.push((rest & 127) | (rest > 127 ? 128 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

/** A client that is connected, and has subscribed to some filters. */
export async function connect(port, id, ...filters) {
  const socket = dial(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.write(packet(0x10, field('MQTT'), Buffer.from([4, 2, 0, 0]), field(id)));
  const [answer] = await once(socket, 'data');
  if (answer[0] !== 0x20 || answer[3] !== 0) {
    throw new Error(`the broker refuses ${id}: ${answer.toString('hex')}`);
  }
  if (filters.length > 0) {
    const wanted = filters.flatMap((filter) => [field(filter), Buffer.from([0])]);
    socket.write(packet(0x82, Buffer.from([0, 1]), ...wanted));
    await once(socket, 'data');
  }
  socket.resume();
  return {
    id,
    publish(topic, payload, { retain = false } = {}) {
      socket.write(packet(retain ? 0x31 : 0x30, field(topic), Buffer.from(payload)));
    },
    close() {
      socket.end(Buffer.from([0xe0, 0]));
    },
  };
}

/** Many clients, fifty at a time; each is named by its number. */
export async function connectAll(port, count, name) {
  const all = [];
  while (all.length < count) {
    const next = Array.from({ length: Math.min(50, count - all.length) }, (_, i) => connect(port, name(all.length + i)));
    all.push(...(await Promise.all(next)));
  }
  return all;
}

/** Does something so often a second, until stopped; what is late is made up for. */
export function often(perSecond, action) {
  const began = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * perSecond;
    for (; done < due; done++) {
      action(done);
    }
  }, 10);
  return { stop: () => clearInterval(timer) };
}
