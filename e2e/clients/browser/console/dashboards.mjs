// Dashboards: one of every kind of tile with live values, switches that publish, arranging by pointer and keyboard, two
// windows that save the same one, export and import.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);

/** Publishes as a device does. */
async function mqtt(port, topic, payload, ...more) {
  const device = spawn('mosquitto_pub', ['-p', String(port), '-t', topic, '-s', ...more]);
  device.stdin.end(payload);
  const [code] = await once(device, 'exit');
  assert.equal(code, 0, 'mosquitto_pub');
}

function tile(page, name) {
  return page.getByRole('list', { name: 'Tiles' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
}

/** Adds a tile by its form. */
async function add(page, kind, fields, choices = {}) {
  await page.getByLabel('Add a tile').selectOption(kind);
  const form = page.getByRole('dialog');
  for (const [label, value] of Object.entries(fields)) {
    await form.getByLabel(label, { exact: true }).fill(value);
  }
  for (const [label, value] of Object.entries(choices)) {
    await form.getByLabel(label, { exact: true }).selectOption(value);
  }
  await form.getByRole('button', { name: 'Keep' }).click();
  await form.waitFor({ state: 'hidden' });
}

async function make(page, picture) {
  await page.getByText('You have no dashboard yet').waitFor();
  await picture(page, 'none');
  await page.getByRole('button', { name: 'New dashboard' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Home');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('Nothing is on Home yet').waitFor();
  await add(page, 'Number', { Title: 'Kitchen', Topic: 'home/kitchen', 'Path in JSON': 'air.t', Unit: '°C' }, { 'Digits after the point': '1' });
  await add(page, 'Gauge', { Title: 'Humidity', Topic: 'home/kitchen', 'Path in JSON': 'air.h', Unit: '%' });
  await add(page, 'State light', { Title: 'Door', Topic: 'home/door', 'Payload for on': 'open', 'Payload for off': 'shut' });
  await add(page, 'Switch', { Title: 'Lamp', Topic: 'home/lamp' });
  await add(page, 'Slider', { Title: 'Dimmer', Topic: 'home/dimmer', Unit: '%' });
  await add(page, 'Button', { Title: 'Ring', Topic: 'home/bell', Payload: 'ding' });
  await add(page, 'Plot', { Title: 'Power', Topic: 'home/power', Unit: 'W' });
  await add(page, 'Image', { Title: 'Camera', Topic: 'home/camera' });
  await add(page, 'Text', { Title: 'Notice', Topic: 'home/notice', 'Old after, seconds': '1' });
  await add(page, 'Log', { Title: 'All', 'Topic filter': 'home/#' });
  await add(page, 'Text', { Title: 'Nothing', Topic: 'home/nothing' });
  await picture(page, 'editing');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
}

async function values(page, mqttPort) {
  await mqtt(mqttPort, 'home/kitchen', '{"air":{"t":21.46,"h":55}}', '-r');
  await mqtt(mqttPort, 'home/door', 'open', '-r');
  await mqtt(mqttPort, 'home/notice', 'The bell is at the door.', '-r');
  await mqtt(mqttPort, 'home/camera', PIXEL, '-r');
  for (const power of [310, 340, 335, 420, 380, 395]) {
    await mqtt(mqttPort, 'home/power', String(power));
  }
  await tile(page, 'Kitchen').getByText('21.5').waitFor();
  await tile(page, 'Humidity').getByRole('img', { name: /55 %/ }).waitFor();
  await tile(page, 'Door').getByText('On').waitFor();
  await tile(page, 'Camera').getByRole('img').waitFor();
  await tile(page, 'Power').locator('canvas').waitFor();
  await tile(page, 'Power').getByText(/395 W, /).waitFor();
  await tile(page, 'All').getByText('The bell is at the door.').waitFor();
  await tile(page, 'Nothing').getByText('no value yet').waitFor();
  await tile(page, 'Notice').getByText(/old: \d+ s ago/).waitFor();
}

async function publishing(page, rest) {
  const lamp = tile(page, 'Lamp').getByRole('switch');
  await lamp.click();
  await tile(page, 'Lamp').getByText('On').waitFor();
  assert.equal(await lamp.getAttribute('aria-checked'), 'true');
  assert.equal(await (await rest('GET', '/api/topics/home/lamp')).text(), 'on');
  await lamp.click();
  await tile(page, 'Lamp').getByText('Off').waitFor();
  const dimmer = tile(page, 'Dimmer').getByRole('slider');
  await dimmer.fill('40');
  await tile(page, 'All').getByText('home/dimmer 40').waitFor();
  await tile(page, 'Ring').getByRole('button').click();
  await tile(page, 'All').getByText('home/bell ding').waitFor();
}

/** Where a tile lies: row / column / height / width. */
function area(found) {
  return found.evaluate((element) => element.style.getPropertyValue('--area').replaceAll('span ', '').split(' / ').map(Number));
}

async function arranging(page) {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const kitchen = tile(page, 'Kitchen');
  assert.deepEqual(await area(kitchen), [1, 1, 2, 2]);
  await page.getByRole('button', { name: 'Resize Kitchen' }).focus();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await area(kitchen), [1, 1, 2, 3]);
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: 'Move Kitchen', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await area(kitchen), [2, 1, 2, 2]);
  await page.keyboard.press('ArrowUp');
  assert.deepEqual(await area(tile(page, 'Humidity')), [1, 3, 3, 3]); // it has made room, and is back
  const handle = page.getByRole('button', { name: 'Move Door', exact: true });
  const { x, y, width, height } = await handle.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 5, y + height / 2 + 165, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('link', { name: 'Dashboards' }).click(); // what is not saved is still there
  const [row, column] = await area(tile(page, 'Door'));
  assert.deepEqual([row, column], [3, 6]);
}

/** A second window has the same dashboard, and saves first. */
async function twoWindows(page, open) {
  const other = await open('/#/dashboards/Home');
  await other.getByRole('button', { name: 'Edit', exact: true }).click();
  await other.getByRole('button', { name: 'Remove Nothing' }).click();
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  await other.close();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').getByText('saved meanwhile').waitFor();
  await page.getByRole('button', { name: 'Overwrite the other' }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  await page.reload();
  await tile(page, 'Kitchen').getByText('21.5').waitFor();
  const [row, column] = await area(tile(page, 'Door'));
  assert.deepEqual([row, column], [3, 6]);
}

async function files(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'Home.json');
  const exported = await download.path();
  assert.equal(JSON.parse(readFileSync(exported, 'utf8')).tiles.length, 11);
  const file = { name: 'Home.json', mimeType: 'application/json', buffer: readFileSync(exported) };
  await page.getByLabel('Dashboard file').setInputFiles(file);
  await page.waitForURL(/Home%202$/);
  await tile(page, 'Kitchen').getByText('21.5').waitFor();
  await page.getByLabel('Dashboard file').setInputFiles({ ...file, buffer: Buffer.from('[]') });
  await page.getByRole('alert').getByText('no list of tiles').waitFor();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('button', { name: 'Delete …' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await page.waitForURL(/Home$/);
}

export default async function run({ open, rest, picture, mqttPort, complaints }) {
  const page = await open('/#/dashboards');
  await make(page, picture);
  await values(page, mqttPort);
  await publishing(page, rest);
  await picture(page, 'light');
  await arranging(page);
  await twoWindows(page, open);
  await files(page);
  await page.getByRole('button', { name: 'Full screen' }).click();
  await page.waitForFunction(() => document.fullscreenElement !== null);
  const dark = await open('/#/dashboards/Home', { colorScheme: 'dark' });
  await tile(dark, 'Kitchen').getByText('21.5').waitFor();
  await picture(dark, 'dark');
  const phone = await open('/#/dashboards/Home', { size: { width: 390, height: 844 } });
  await tile(phone, 'Kitchen').getByText('21.5').waitFor();
  await picture(phone, 'phone');
  // that was meant to happen: a browser tells of each answer that is an error
  complaints.splice(0, Infinity, ...complaints.filter((each) => !/412 .*api\/dashboards/.test(each)));
}
