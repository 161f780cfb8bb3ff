// The live graph: with nobody, with a household, with 200 clients, with 400; and all that can be done with it.
import assert from 'node:assert/strict';
import { connect, connectAll, often } from '../traffic.mjs';

/** Until every node has its place. */
function settled(page) {
  return page.locator('.graph-picture[aria-busy=false]').waitFor();
}

export default async function (test) {
  await nobody(test);
  await household(test);
  await manyClients(test, 200, 'many');
  await manyClients(test, 400, 'grouped');
  // nobody has kept a value of the topic that is looked at first, and the browser notes that it was not found
  const noValue = /404 .*\/api\/topics\/home\/kitchen\/temperature\?as=message$/;
  test.complaints.splice(0, Infinity, ...test.complaints.filter((each) => !noValue.test(each)));
}

/** What the canvas shows is no part of the document; but it is not empty. */
async function drawn(page, index) {
  return page.evaluate((which) => {
    const canvas = document.querySelectorAll('.graph-picture canvas')[which];
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) {
      count += data[i] > 0 ? 1 : 0;
    }
    return count;
  }, index);
}

/** Until a spark is on its way. */
async function flying(page) {
  await page.waitForFunction(() => {
    const canvas = document.querySelectorAll('.graph-picture canvas')[1];
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, at) => at % 4 === 3 && value > 0);
  });
}

async function nobody({ open, picture }) {
  const page = await open('/#/graph');
  await page.getByText('No client is connected.').waitFor();
  await picture(page, 'empty');
  await page.context().close();
}

async function household({ open, picture, mqttPort }) {
  const phone = await connect(mqttPort, 'phone', 'home/#');
  const lamp = await connect(mqttPort, 'lamp-kitchen', 'home/kitchen/light/set');
  const heating = await connect(mqttPort, 'heating', 'home/+/temperature');
  const kitchen = await connect(mqttPort, 'sensor-kitchen');
  const bedroom = await connect(mqttPort, 'sensor-bedroom');
  kitchen.publish('home/kitchen/humidity', '{"percent": 41}', { retain: true });
  const traffic = often(12, (n) => {
    kitchen.publish('home/kitchen/temperature', `{"celsius": ${20 + (n % 10) / 10}}`);
    if (n % 3 === 0) {
      bedroom.publish('home/bedroom/temperature', '18.5');
      heating.publish('home/heating/valve', String(n % 100));
    }
    if (n % 6 === 0) {
      phone.publish('home/kitchen/light/set', 'ON');
      lamp.publish('home/kitchen/light', 'ON');
      kitchen.publish('home/kitchen/humidity', '{"percent": 41}');
    }
  });
  const page = await open('/#/graph');
  await page.getByText('5 clients').waitFor();
  await page.getByText('6 topics').waitFor();
  await settled(page);
  assert.ok((await drawn(page, 0)) > 1_000, 'nodes and edges are drawn');
  await flying(page);
  await picture(page, 'household');

  await inspect(page, picture);
  await lastValue(page, picture);
  await pauseAndFilter(page, mqttPort);
  await asTable(page, picture);
  await page.context().close();
  await otherLooks({ open, picture });
  traffic.stop();
  for (const client of [phone, lamp, heating, kitchen, bedroom]) {
    client.close();
  }
}

async function inspect(page, picture) {
  await page.getByRole('application').focus();
  await page.keyboard.press('n');
  await page.getByRole('complementary', { name: 'home/kitchen/temperature' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary').waitFor({ state: 'detached' });

  // a click on a node does the same: the picture says where it is
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'sensor-kitchen' }).click();
  const panel = page.getByRole('complementary', { name: 'sensor-kitchen' });
  await panel.getByText('home/kitchen/temperature').waitFor();
  assert.equal(await panel.getByRole('link').getAttribute('href'), '#/clients/list/sensor-kitchen');
  await picture(page, 'client');
  await panel.getByRole('button', { name: 'Close' }).click();
}

async function lastValue(page, picture) {
  await page.getByRole('button', { name: 'As a table' }).click();
  await page.getByRole('button', { name: 'home/kitchen/humidity' }).first().click();
  await page.getByRole('complementary').getByText('41').waitFor();
  await page.getByRole('button', { name: 'As a table' }).click();
  await settled(page);
  await picture(page, 'topic');
  await page.getByRole('button', { name: 'Close' }).click();
}

async function pauseAndFilter(page, mqttPort) {
  await page.getByRole('application').focus();
  await page.keyboard.press('p');
  await page.getByText('Paused').waitFor();
  const late = await connect(mqttPort, 'came-while-paused');
  await page.keyboard.press(' ');
  await page.getByText('6 clients').waitFor();
  late.close();

  await page.getByRole('searchbox', { name: 'Topics' }).fill('home/#/x');
  await page.getByText('# must be the whole last level').waitFor();
  await page.getByRole('searchbox', { name: 'Topics' }).fill('home/bedroom/#');
  await page.getByText('1 topics').waitFor();
  await page.getByText('3 clients').waitFor();
  await page.getByRole('searchbox', { name: 'Clients' }).fill('nobody');
  await page.getByText('No messages of these topics and clients lately.').waitFor();
  await page.getByRole('searchbox', { name: 'Clients' }).fill('');
  await page.getByRole('searchbox', { name: 'Topics' }).fill('');
  await page.getByText('6 topics').waitFor();
}

async function asTable(page, picture) {
  await page.getByRole('button', { name: 'As a table' }).click();
  await page.getByRole('heading', { name: 'Messages' }).waitFor();
  const row = page.getByRole('row', { name: /sensor-kitchen home\/kitchen\/temperature [\d.]+\/s/ });
  await row.first().waitFor();
  await picture(page, 'table');
  await page.getByRole('button', { name: 'As a table' }).click();
}

async function otherLooks({ open, picture }) {
  for (const [name, options] of [
    ['household-dark', { colorScheme: 'dark' }],
    ['household-phone', { size: { width: 390, height: 844 } }],
    ['household-still', { reducedMotion: 'reduce' }],
  ]) {
    const page = await open('/#/graph', options);
    await page.getByText('6 topics').waitFor();
    await settled(page);
    if (name === 'household-still') {
      assert.equal(await drawn(page, 1), 0, 'nothing flies for who wants no motion');
    }
    if (name === 'household-phone') {
      await page.getByRole('application').focus();
      await page.keyboard.press('n');
      await picture(page, 'phone-inspector');
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').waitFor({ state: 'detached' });
      await settled(page);
    }
    await picture(page, name);
    await page.context().close();
  }
}

/** Halls of machines, a display in each hall, and one who collects everything. */
async function manyClients({ open, picture, mqttPort }, count, name) {
  const halls = 8;
  const machines = await connectAll(mqttPort, count - halls - 1, (i) => `machine-${String(i).padStart(4, '0')}`);
  const others = [await connect(mqttPort, 'collector', 'plant/#')];
  for (let hall = 0; hall < halls; hall++) {
    others.push(await connect(mqttPort, `display-${hall}`, `plant/hall-${hall}/+/state`));
  }
  const traffic = often(400, (n) => {
    const i = n % machines.length;
    const round = Math.floor(n / machines.length);
    const topic = name === 'grouped' ? `${i}/${round % 3 === 0 ? 'state' : 'temperature'}` : `line-${i % 5}/state`;
    machines[i].publish(`plant/hall-${i % halls}/${topic}`, '{"state": "running"}');
  });
  const page = await open('/#/graph');
  await page.getByText(`${count} clients`).waitFor();
  await settled(page);
  await picture(page, name);
  if (name === 'grouped') {
    await openGroup(page, picture);
  }
  await page.context().close();
  const dark = await open('/#/graph', { colorScheme: 'dark', size: { width: 1920, height: 1080 } });
  await settled(dark);
  await picture(dark, `${name}-wall`);
  await dark.context().close();
  traffic.stop();
  for (const client of [...machines, ...others]) {
    client.close();
  }
}

async function openGroup(page, picture) {
  await page.getByRole('button', { name: 'As a table' }).click();
  await page
    .getByRole('button', { name: /^machine-.* clients\)$/ })
    .first()
    .click();
  await page.getByText(/Group of \d+ clients that begin so/).waitFor();
  await picture(page, 'group');
  await page.getByRole('button', { name: 'Open this group' }).click();
  await page.getByRole('list', { name: 'Open groups' }).getByRole('button').waitFor();
  await page.getByRole('button', { name: /^machine-\d{4}$/ }).first().waitFor();
  await page.getByRole('button', { name: 'As a table' }).click();
  await settled(page);
  await picture(page, 'opened');
}
