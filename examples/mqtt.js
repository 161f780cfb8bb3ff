// A client of MQTT 3.1.1 for web pages. It shows what travels: a WebSocket carries the packets, and a packet is a byte
// that says what it is, the number of bytes that follow, and those bytes. Everything is sent with QoS 0: at most once.
'use strict';

class Mqtt {
  #socket;
  #pings; // the timer that shows the broker that the page is there
  #input = []; // bytes of packets that are not complete
  #packetId = 0;
  #why; // what onDisconnected is told

  // To be replaced by those who use it.
  onConnected = () => {};
  onDisconnected = (why) => {};
  onMessage = (topic, text, retained) => {};

  /**
   * @param url such as ws://localhost:8083
   * @param options user and password; clientId; will: { topic, text }, which is retained
   */
  constructor(url, options = {}) {
    this.#why = 'nothing answers at ' + url;
    this.#socket = new WebSocket(url, 'mqtt');
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.#connect(options);
    this.#socket.onmessage = (event) => this.#read(new Uint8Array(event.data));
    this.#socket.onclose = () => {
      clearInterval(this.#pings);
      this.onDisconnected(this.#why);
    };
  }

  subscribe(filter) {
    this.#send(0x82, [0, ++this.#packetId, ...string(filter), 0 /* QoS */]); // up to 255 times, here
  }

  /** @param retain whether the broker keeps it for those who subscribe later */
  publish(topic, text, retain = false) {
    this.#send(retain ? 0x31 : 0x30, [...string(topic), ...toUtf8(text)]);
  }

  /** Says good-bye, so that the will is not published. */
  close() {
    this.#why = 'closed';
    this.#send(0xe0, []);
    this.#socket.close();
  }

  #connect({ clientId = 'page' + Math.random().toString(36).slice(2), will, user, password }) {
    const flags = 2 /* clean session */ | (will ? 0x24 /* will, retained */ : 0) | (user ? 0xc0 : 0);
    this.#send(0x10, [
      ...string('MQTT'), 4, flags, 0, 120 /* seconds of keep-alive */, ...string(clientId),
      ...(will ? [...string(will.topic), ...string(will.text)] : []),
      ...(user ? [...string(user), ...string(password)] : []),
    ]);
    this.#pings = setInterval(() => this.#send(0xc0, []), 50_000);
  }

  #send(first, body) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(new Uint8Array([first, ...varint(body.length), ...body]));
    }
  }

  /** A frame of the WebSocket may hold several packets, or a part of one. */
  #read(bytes) {
    this.#input = this.#input.concat(Array.from(bytes));
    for (;;) {
      let length = 0, at = 1, byte;
      do { // seven bits of the length in each byte; the eighth says that more follow
        byte = this.#input[at];
        length += (byte & 0x7f) << (7 * (at++ - 1));
      } while (byte & 0x80);
      if (byte === undefined || this.#input.length < at + length) {
        return;
      }
      const packet = this.#input.splice(0, at + length);
      this.#onPacket(packet[0], packet.slice(at));
    }
  }

  #onPacket(first, body) {
    if (first === 0x20) { // CONNACK: 0, or why not
      this.#why = ['the connection has ended', 'protocol', 'client id', 'the broker is busy',
        'wrong user name or password', 'the broker wants a user name and a password'][body[1]];
      if (body[1] === 0) {
        this.onConnected();
      }
    } else if (first >> 4 === 3) { // PUBLISH: the topic with its length, then the payload
      const end = 2 + body[0] * 256 + body[1];
      this.onMessage(fromUtf8(body.slice(2, end)), fromUtf8(body.slice(end)), (first & 1) === 1);
    }
  }
}

function toUtf8(text) {
  return new TextEncoder().encode(text);
}

function fromUtf8(bytes) {
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** A text as MQTT writes it: two bytes of length, then UTF-8. */
function string(text) {
  const bytes = toUtf8(text);
  return [bytes.length >> 8, bytes.length & 0xff, ...bytes];
}

function varint(number) {
  return number < 128 ? [number] : [(number & 0x7f) | 0x80, ...varint(number >> 7)];
}
