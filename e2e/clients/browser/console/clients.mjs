// Clients, sessions, shared groups, bans and listeners: looked at, and changed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

const running = [];

/** A program of Mosquitto's, until the end. */
function mosquitto(program, port, ...args) {
  const child = spawn(program, ['-h', '127.0.0.1', '-p', String(port), ...args], { stdio: ['pipe', 'ignore', 'inherit'] });
  running.push(child);
  return child;
}

/** A client that subscribes with a session that waits for it, and goes. */
async function leave(port, id, filter) {
  const [code] = await once(mosquitto('mosquitto_sub', port, '-V', '5', '-i', id, '-c', '-x', '3600', '-q', '1', '-t', filter, '-E'), 'exit');
  assert.equal(code, 0);
}

/** CONNECT of MQTT 5 with a session that waits for an hour. */
function connectPacket(id) {
  const name = Buffer.from(id);
  const variable = Buffer.from([0, 4, 77, 81, 84, 84, 5, 2, 0, 60, 5, 0x11, 0, 0, 14, 16, 0, name.length]);
  return Buffer.concat([Buffer.from([0x10, variable.length + name.length]), variable, name]);
}

/** Many sessions whose clients are away. */
async function crowd(port, count) {
  const one = async (id) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(connectPacket(id));
    await once(socket, 'data');
    socket.end(Buffer.from([0xe0, 0]));
  };
  for (let i = 0; i < count; i += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, k) => one(`meter-${String(i + k).padStart(5, '0')}`)));
  }
}

async function traffic(port) {
  for (let i = 1; i <= 6; i++) {
    mosquitto('mosquitto_sub', port, '-V', i % 2 ? '5' : '311', '-i', `pump-${i}`, '-u', 'ann', '-t', `farm/${i}/#`, '-t', 'weather/+');
  }
  mosquitto('mosquitto_sub', port, '-V', '5', '-i', 'worker-1', '-q', '1', '-t', '$share/workers/jobs/#');
  mosquitto('mosquitto_sub', port, '-V', '5', '-i', 'display', '-u', 'bob', '-t', '#', '--will-topic', 'gone/display', '--will-payload', 'x');
  await leave(port, 'archive', 'farm/#');
  await leave(port, 'nightly-1', '$share/night/farm/#');
  await leave(port, 'nightly-2', '$share/night/farm/#');
  const weather = mosquitto('mosquitto_pub', port, '-V', '5', '-i', 'weather-station', '-t', 'weather/wind', '-l');
  const farm = mosquitto('mosquitto_pub', port, '-V', '5', '-i', 'gateway', '-q', '1', '-t', 'farm/1/level', '-l');
  let count = 0;
  const timer = setInterval(() => {
    weather.stdin.write(`${(count % 100) / 10}\n`.repeat(4));
    farm.stdin.write(`{"level": ${count++}}\n`);
  }, 50);
  return () => clearInterval(timer);
}

async function list(page) {
  const rows = page.getByRole('row');
  return { rows, named: (id) => page.getByRole('rowheader', { name: id, exact: false }) };
}

export default async function ({ open, rest, picture, complaints, mqttPort }) {
  const stop = await traffic(mqttPort);
  try {
    await drive({ open, rest, picture, mqttPort });
    forgetRefusals(complaints);
  } finally {
    stop();
    for (const child of running) {
      child.kill();
    }
  }
}

/** The browser tells of each answer that is a refusal; these are wanted here. */
function forgetRefusals(complaints) {
  const wanted = /status of 40[04] .*\/api\/(clients|sessions)\/(pump-2|archive)/;
  complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !wanted.test(complaint)));
}

async function drive({ open, rest, picture, mqttPort }) {
  const page = await open('/#/clients');
  const { named } = await list(page);
  await named('pump-1').waitFor();

  // who gets and sends how much, after some looks
  await page.getByRole('row', { name: /weather-station.*\/s/ }).waitFor();
  await page.waitForFunction(() => /[1-9][\d.]*\/s/.test(document.querySelector('table')?.textContent ?? ''));
  await picture(page, 'list');

  // search and order
  await page.getByRole('searchbox').fill('PUMP-3');
  await page.getByText('1 client', { exact: true }).waitFor();
  assert.equal(await page.getByRole('rowheader').count(), 1);
  await page.getByRole('searchbox').fill('nobody like this');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByLabel('Order').selectOption('queue');
  await page.waitForFunction(() => document.querySelector('tbody th')?.textContent?.includes('archive'));
  await page.getByLabel('Which').selectOption('false');
  await page.getByText('3 clients', { exact: true }).waitFor();
  await page.getByLabel('Which').selectOption('');
  await page.getByRole('button', { name: 'Client', exact: true }).click();

  // details, by the keyboard
  await page.getByRole('link', { name: 'display' }).focus();
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary');
  await details.getByRole('heading', { name: 'display' }).waitFor();
  await details.getByText('gone/display').waitFor();
  await details.getByRole('button', { name: 'Start' }).click();
  await details.getByRole('log').getByText('PUBLISH').first().waitFor();
  await picture(page, 'details');
  await details.getByRole('button', { name: 'Stop' }).click();
  await details.getByPlaceholder('Only lines with').fill('no line has this');
  assert.equal(await details.getByRole('log').count(), 0);
  await page.keyboard.press('Escape'); // clears what was written
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'display');

  // a subscription comes and goes
  await named('pump-2').click();
  await details.getByPlaceholder('Add a topic filter').fill('office/#');
  await details.getByLabel('QoS').selectOption('1');
  await details.getByRole('button', { name: 'Add' }).click();
  await details.getByText('It is subscribed to office/#.').waitFor();
  await details.getByText('office/#', { exact: true }).waitFor();
  await details.getByRole('button', { name: 'Remove the subscription to office/#' }).click();
  await details.getByText('The subscription to office/# was removed.').waitFor();
  await details.getByPlaceholder('Add a topic filter').fill('a#');
  await details.getByRole('button', { name: 'Add' }).click();
  await details.getByRole('alert').getByText('is no topic filter').waitFor();

  // a connection ends, after it was asked
  await details.getByRole('button', { name: 'Disconnect' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Its session stays').waitFor();
  await picture(page, 'confirm');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await details.getByRole('button', { name: 'Ban' }).click();
  await dialog.getByRole('button', { name: 'Ban' }).click();
  await details.getByText('It is banned').waitFor();

  // bans
  await page.getByRole('link', { name: 'Bans' }).click();
  await page.getByRole('button', { name: 'Let in again pump-2' }).waitFor();
  await page.getByLabel('Ban a').selectOption('address');
  await page.getByLabel('IPv4 or IPv6 address').fill('2001:db8::7');
  await page.getByRole('button', { name: 'Ban', exact: true }).click();
  await page.getByText('2001:db8::7 is banned.').waitFor();
  await picture(page, 'bans');
  await page.getByRole('button', { name: 'Let in again pump-2' }).click();
  await page.getByText('pump-2 may connect again.').waitFor();

  // a session ends
  await page.goto('/#/clients/list/archive');
  await details.getByText('It lies in the store until the client is back.').waitFor();
  await details.getByRole('button', { name: 'End session' }).click();
  await dialog.getByRole('button', { name: 'End session' }).click();
  await details.getByText('It has no session any more.').waitFor();

  // shared groups and their lag, listeners
  await page.getByRole('link', { name: 'Shared groups' }).click();
  await page.getByText('Nobody is there to take them.').waitFor();
  await picture(page, 'groups');
  await page.getByRole('link', { name: 'Listeners' }).click();
  await page.getByRole('rowheader', { name: `127.0.0.1:${mqttPort}` }).waitFor();
  await page.getByRole('button', { name: 'Drain …' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await picture(page, 'listeners');

  const dark = await open('/#/clients/list/display', { colorScheme: 'dark' });
  await dark.getByText('gone/display').waitFor();
  await dark.getByRole('button', { name: 'Start' }).click();
  await dark.getByRole('log').getByText('PUBLISH').first().waitFor();
  await picture(dark, 'dark');
  await dark.context().close();

  const phone = await open('/#/clients', { size: { width: 390, height: 844 } });
  await phone.getByRole('link', { name: 'pump-1' }).waitFor();
  await picture(phone, 'phone');
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the phone's page is ${wide} wide`);
  await phone.getByRole('link', { name: 'display' }).click();
  await phone.getByText('gone/display').waitFor();
  await picture(phone, 'phone-details');
  await phone.context().close();

  // many: only what is seen is fetched and shown
  await crowd(mqttPort, 2_000);
  await page.getByRole('link', { name: 'Clients', exact: true }).last().click();
  await page.getByText(/^100 of 2,0\d\d clients$/).waitFor();
  assert.equal(await page.getByRole('rowheader').count(), 100);
  await page.getByRole('button', { name: 'Show 100 more' }).click();
  await page.getByText(/^200 of 2,0\d\d clients$/).waitFor();
  await page.getByRole('searchbox').fill('meter-01999');
  await page.getByText('1 client', { exact: true }).waitFor();
  const all = await (await rest('GET', '/api/clients?limit=1')).json();
  assert.ok(all.matched > 2_000);
}
