// The page's own MQTT client: the chat and the bell of examples/ in two windows, a question with its answer, the will,
// a session that goes on, and MQTT 3.1.1.
import assert from 'node:assert/strict';

/** Connects one window; the form's other fields are filled before. */
async function connect(page, webSocketPort, clientId, fill = async () => {}) {
  await page.getByLabel('Address').fill(`ws://127.0.0.1:${webSocketPort}`);
  await page.getByLabel('Client id').fill(clientId);
  await fill();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('status').getByText('Connected').waitFor();
}

async function subscribe(page, filter, answer = 'QoS 0') {
  await page.getByLabel('Topic filter').fill(filter);
  await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
  await page.getByRole('listitem').filter({ hasText: filter }).getByText(answer).waitFor();
}

async function publish(page, topic, payload, { qos, retain = false } = {}) {
  const form = page.getByRole('region', { name: 'Publish' });
  await form.getByLabel('Topic', { exact: true }).fill(topic);
  await form.getByLabel('Payload', { exact: true }).fill(payload);
  if (qos) {
    await form.getByLabel('QoS').selectOption(String(qos));
  }
  await form.getByLabel('Retain').setChecked(retain);
  await form.getByRole('button', { name: 'Publish' }).click();
}

/** A message in the log. */
function message(page, ...texts) {
  const rows = page.getByRole('region', { name: 'Messages' }).getByRole('listitem');
  return texts.reduce((found, text) => found.filter({ hasText: text }), rows).first();
}

async function chat({ open, picture, webSocketPort }) {
  const ann = await open('/#/tryit');
  const bob = await open('/#/tryit', { colorScheme: 'dark' });
  await picture(ann, 'empty');
  await connect(ann, webSocketPort, 'chat-ann', async () => {
    await ann.getByText('Last will').click();
    await ann.getByLabel('Leave a will').check();
    await ann.getByLabel('Will topic').fill('lab/chat/here/ann');
    await ann.getByRole('region', { name: 'Connection' }).getByLabel('Retain').check();
  });
  await subscribe(ann, 'lab/chat/said/+');
  await subscribe(ann, 'lab/chat/here/+');
  await publish(ann, 'lab/chat/here/ann', 'here', { retain: true });
  await publish(ann, 'lab/chat/said/ann', 'is anybody here?', { retain: true });
  await connect(bob, webSocketPort, 'chat-bob', async () => {
    await bob.getByLabel('User name').fill('bob');
    await bob.getByLabel('Password').fill('secret-of-bob');
  });
  await subscribe(bob, 'lab/chat/#');
  await message(bob, 'lab/chat/said/ann', 'retained').getByText('is anybody here?').waitFor();
  await publish(bob, 'lab/chat/said/bob', 'hello Ann', { qos: 2 });
  await message(bob, 'sent', 'acknowledged').getByText('hello Ann').waitFor();
  await message(ann, 'lab/chat/said/bob').getByText('hello Ann').waitFor();
  await ann.getByRole('button', { name: 'Leave with the will' }).click();
  await message(bob, 'lab/chat/here/ann').getByText('(empty)').waitFor();
  await picture(bob, 'chat-dark');
  return { ann, bob };
}

async function bell({ ann, bob, webSocketPort, picture }) {
  await connect(ann, webSocketPort, 'bell', async () => {
    await ann.getByLabel('Version').selectOption('MQTT 3.1.1');
    await ann.getByLabel('Leave a will').uncheck();
  });
  await subscribe(ann, 'lab/bell/+');
  await publish(bob, 'lab/bell/door', 'the browser rings', { qos: 1 });
  await message(ann, 'lab/bell/door').getByText('the browser rings').waitFor();
  await picture(ann, 'bell');
}

/** Bob asks, somebody at another window answers. */
async function question({ open, bob, webSocketPort, picture }) {
  const oracle = await open('/#/tryit', { size: { width: 390, height: 844 } });
  await connect(oracle, webSocketPort, 'oracle');
  await subscribe(oracle, 'questions');
  const form = bob.getByRole('region', { name: 'Publish' });
  await form.getByLabel('Topic', { exact: true }).fill('questions');
  await form.getByLabel('Payload', { exact: true }).fill('{"what": "time"}');
  await form.getByRole('button', { name: 'Ask for an answer' }).click();
  const asked = message(oracle, 'questions');
  await asked.getByText('questions').click();
  await asked.getByRole('button', { name: 'Answer this' }).click();
  await picture(oracle, 'phone');
  const answer = oracle.getByRole('region', { name: 'Publish' });
  assert.match(await answer.getByLabel('Topic', { exact: true }).inputValue(), /^answers\//);
  await answer.getByLabel('Payload', { exact: true }).fill('{"time": "noon"}');
  await answer.getByRole('button', { name: 'Publish' }).click();
  await bob.getByText(/Answered in [\d.]+ ms/).waitFor();
  await message(oracle, 'questions').scrollIntoViewIfNeeded();
  await picture(oracle, 'phone-messages');
  await form.getByText(/Answered in/).scrollIntoViewIfNeeded();
  await picture(bob, 'question');
}

async function log({ bob }) {
  const messages = bob.getByRole('region', { name: 'Messages' });
  const before = await messages.getByRole('listitem').count();
  await messages.getByRole('searchbox').fill('hello');
  await messages.getByText(/ of /).waitFor();
  assert.ok((await messages.getByRole('listitem').count()) < before);
  await messages.getByRole('searchbox').fill('');
  await messages.getByRole('button', { name: 'Pause' }).click();
  await publish(bob, 'lab/chat/said/bob', 'unseen');
  await messages.getByRole('button', { name: 'Go on (2 new)' }).click();
  await message(bob, 'unseen').waitFor();
  await messages.getByRole('button', { name: 'Clear' }).click();
  await messages.getByText('No messages yet').waitFor();
}

async function mistakes({ bob }) {
  const form = bob.getByRole('region', { name: 'Publish' });
  await form.getByLabel('Written as').selectOption('Hex');
  await form.getByLabel('Payload', { exact: true }).fill('xyz');
  await form.getByRole('button', { name: 'Publish' }).click();
  await form.getByRole('alert').getByText('two digits').waitFor();
  await bob.getByLabel('Topic filter').fill('a/#/b');
  await bob.getByRole('button', { name: 'Subscribe', exact: true }).click();
  await bob.getByRole('alert').getByText('last level').waitFor();
}

/** A broker without a listener for browsers. */
async function nowhere({ open, picture }) {
  const page = await open('/#/tryit');
  await page.route('**/api/listeners', (route) => route.fulfill({ json: { listeners: [] } }));
  await page.reload();
  await page.getByText('protocol websockets').waitFor();
  await picture(page, 'nowhere');
}

export default async function run(console) {
  await nowhere(console);
  const { ann, bob } = await chat(console);
  await bell({ ...console, ann, bob });
  await question({ ...console, bob });
  await log({ ...console, bob });
  await mistakes({ ...console, bob });
  await bob.goto('/#/topics');
  await bob.goto('/#/tryit');
  await bob.getByRole('status').getByText('Connected').waitFor();
  await bob.getByRole('button', { name: 'Disconnect' }).click();
  await bob.reload();
  assert.equal(await bob.getByLabel('Client id').inputValue(), 'chat-bob');
  assert.equal(await bob.getByLabel('User name').inputValue(), 'bob');
  const stored = await bob.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(stored.includes('chat-bob') && !stored.includes('secret-of-bob'), stored);
}
