// The topics: from a broker without any, over the tree, the messages of a topic and how they are read, to what is retained.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const CBOR = 'a26474656d70f94d4064756e69746143'; // {"temp": 21, "unit": "C"}
const MSGPACK = '82a474656d7015a4756e6974a143'; // the same
const PNG =
  '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082';
const EVIL = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><script>top.evil = 1</script></svg>';

export default async function (tools) {
  const page = await tools.open('/#/topics');
  page.on('dialog', () => assert.fail('a payload has opened a dialog'));
  await nothingYet(tools, page);
  await traffic(tools);
  await treeByKeyboard(page);
  await valueAndHistory(tools, page);
  await decoders(tools, page);
  await retained(tools, page);
  await searchSortPause(tools, page);
  await manyRows(tools, page);
  await otherWindows(tools);
}

async function nothingYet({ picture }, page) {
  await page.getByRole('heading', { name: 'No topics yet' }).waitFor();
  await page.getByText(/^mosquitto_pub -h 127\.0\.0\.1/).waitFor();
  assert.equal(await item(page, '$SYS').getAttribute('aria-expanded'), 'false');
  await picture(page, 'empty');
}

/** With the tools that people have. */
async function traffic(tools) {
  await publish(tools, 'home/kitchen/climate', climate(0));
  await publish(tools, 'home/kitchen/light', 'on', '-r', '-q', '1');
  await publish(tools, 'home/hall/bell', 'ring');
  await publish(tools, 'office/printer', 'Idle');
}

async function treeByKeyboard(page) {
  await item(page, 'home').waitFor(); // it came by itself
  const tree = page.getByRole('tree', { name: 'Topics' });
  await tree.focus();
  await tree.press('h');
  await tree.press('ArrowRight');
  await item(page, 'kitchen').waitFor();
  await tree.press('k');
  await tree.press('ArrowRight');
  await item(page, 'climate').waitFor();
  await tree.press('c');
  await tree.press('Enter');
  await page.getByRole('heading', { name: 'home / kitchen / climate' }).waitFor();
  assert.ok(page.url().endsWith('#/topics/home/kitchen/climate'), page.url());
  assert.equal(await item(page, 'climate').getAttribute('aria-selected'), 'true');
  assert.equal(await item(page, 'climate').getAttribute('aria-level'), '3');
}

async function valueAndHistory(tools, page) {
  const value = section(page, 'Last message');
  await value.getByText('"temperature"').waitFor();
  for (let round = 1; round <= 12; round++) {
    await publish(tools, 'home/kitchen/climate', climate(round));
  }
  await value.getByText('"round": 12').waitFor();
  await value.getByRole('button', { name: /"battery"/ }).click();
  await value.getByText('"percent"').waitFor({ state: 'detached' });
  await value.getByRole('button', { name: /"battery"/ }).click();

  const history = section(page, 'History');
  await history.getByText('13 messages').waitFor();
  const latest = history.getByRole('button').first();
  await latest.click();
  await history.getByText('-   "round": 11').waitFor();
  await history.getByText('+   "round": 12').waitFor();

  const numbers = section(page, 'Numbers');
  await numbers.getByLabel('battery.percent').check();
  await numbers.getByRole('img', { name: /battery\.percent: +88/ }).waitFor();
  await tools.picture(page, 'history');
  await latest.click();
  await page.locator('.topics-detail').evaluate((detail) => detail.scrollTo(0, 0));
  await tools.picture(page, 'light');
}

async function decoders(tools, page) {
  const value = section(page, 'Last message');
  const readAs = value.getByLabel('Read as');
  for (const [name, hex] of [
    ['CBOR', CBOR],
    ['MessagePack', MSGPACK],
  ]) {
    await post(tools, `lab/${name}`, Buffer.from(hex, 'hex'));
    await show(page, `lab/${name}`);
    await value.getByText('"unit": "C"').waitFor();
    assert.equal(await readAs.locator('option').first().textContent(), `Auto: ${name}`);
  }
  await readAs.selectOption('hex');
  await value.getByText('82 a4 74 65').waitFor();
  await readAs.selectOption('json');
  await value.getByText('This is not JSON').waitFor();

  await post(tools, 'lab/picture', Buffer.from(PNG, 'hex'));
  await show(page, 'lab/picture');
  await value.getByText('1 × 1, image/png').waitFor();
  await post(tools, 'lab/drawing', EVIL);
  await show(page, 'lab/drawing');
  await value.getByText('80 × 40, image/svg+xml').waitFor();
  await post(tools, 'lab/text', '<img src=x onerror="top.evil = 1"> and {');
  await show(page, 'lab/text');
  await value.getByText('<img src=x onerror').waitFor();
  assert.equal(await page.evaluate(() => top.evil), undefined);
}

async function retained(tools, page) {
  await show(page, 'home/kitchen/light');
  const kept = section(page, 'Retained');
  await kept.getByRole('button', { name: 'Edit' }).click();
  const payload = page.getByLabel('Payload', { exact: true });
  assert.equal(await payload.inputValue(), 'on');
  assert.ok(await page.getByLabel('Retain', { exact: true }).isChecked());
  await payload.fill('off');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('nobody has subscribed').waitFor();
  await kept.getByText('off', { exact: true }).waitFor();
  assert.equal(await (await tools.rest('GET', '/api/topics/home/kitchen/light')).text(), 'off');

  await kept.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear it' }).click();
  await kept.waitFor({ state: 'detached' });
  const { messages } = await (await tools.rest('GET', '/api/retained?filter=home/kitchen/light')).json();
  assert.deepEqual(messages, []);

  await page.getByLabel('Payload is').selectOption('json');
  await payload.fill('{"on":');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('alert').waitFor();
  await payload.fill('{"on": true}');
  await page.getByRole('button', { name: 'Publish' }).click();
  await section(page, 'Last message').getByText('"on": true').waitFor();
  await item(page, 'light').getByText('{"on": true}').waitFor(); // so that what comes next is later for the tree too
}

async function searchSortPause(tools, page) {
  const search = page.getByLabel('Search topics');
  await search.fill('BELL');
  await item(page, 'home/hall/bell').waitFor();
  assert.equal(await page.getByRole('treeitem').count(), 1);
  await search.fill('');
  await item(page, '$SYS').waitFor();

  await page.getByLabel('Sort by').selectOption('recent');
  await publish(tools, 'office/printer', 'Printing');
  await page.waitForFunction(() => document.querySelector('[role=treeitem]').textContent.startsWith('▸office'));
  await page.getByLabel('Sort by').selectOption('name');

  await page.getByRole('button', { name: 'Live' }).click();
  await publish(tools, 'later/on', 'x');
  await page.getByRole('button', { name: 'Paused' }).waitFor();
  assert.equal(await item(page, 'later').count(), 0);
  await page.getByRole('button', { name: 'Paused' }).click();
  await item(page, 'later').waitFor();
}

/** However many there are, the document has only those that are seen. */
async function manyRows({ rest, picture }, page) {
  for (let from = 0; from < 3000; from += 1000) {
    const messages = Array.from({ length: 1000 }, (_, at) => ({ topic: `plant/device-${from + at}`, payload: `${at}` }));
    await rest('POST', '/api/publish', JSON.stringify(messages), { 'content-type': 'application/json' });
  }
  await item(page, 'plant').click();
  await item(page, 'device-0').waitFor();
  const tree = page.getByRole('tree', { name: 'Topics' });
  await tree.press('End');
  await page.getByText('Show more').scrollIntoViewIfNeeded();
  await page.getByText('Show more').click();
  await page.waitForFunction(() => document.querySelector('.topics-rows').offsetHeight > 2000 * 30);
  assert.ok((await page.getByRole('treeitem').count()) < 100);
  const frames = await scroll(page);
  assert.ok(frames.median < 100, `while one scrolls, a picture takes ${JSON.stringify(frames)} ms`);
  await picture(page, 'many');
}

/** Scrolls through the tree, and tells how long it was from one picture to the next. */
function scroll(page) {
  return page.locator('.topics-tree').evaluate(
    (tree) =>
      new Promise((done) => {
        const took = [];
        let last = performance.now();
        tree.scrollTop = 0;
        const next = (now) => {
          took.push(now - last);
          last = now;
          tree.scrollTop += 300;
          if (took.length < 120) {
            requestAnimationFrame(next);
          } else {
            took.sort((a, b) => a - b);
            done({ median: Math.round(took[60]), p95: Math.round(took[114]) });
          }
        };
        requestAnimationFrame(next);
      }),
  );
}

async function otherWindows({ open, picture }) {
  const link = '/#/topics/home/kitchen/climate';
  const dark = await open(link, { colorScheme: 'dark' });
  await section(dark, 'Last message').getByText('"round": 12').waitFor();
  await item(dark, 'climate').waitFor();
  await picture(dark, 'dark');

  const phone = await open(link, { size: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await section(phone, 'Last message').getByText('"round": 12').waitFor();
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} pixels wide on a phone`);
  await picture(phone, 'phone-topic');
  await phone.getByRole('link', { name: 'All topics' }).click();
  await item(phone, 'climate').waitFor();
  await picture(phone, 'phone');
}

function climate(round) {
  const temperature = Number((21 + Math.sin(round / 2)).toFixed(2));
  return JSON.stringify({ temperature, round, battery: { percent: 88, volts: 3.71 }, ok: true, tags: ['zigbee'] });
}

function publish({ mqttPort }, topic, payload, ...more) {
  return promisify(execFile)('mosquitto_pub', ['-p', String(mqttPort), '-t', topic, '-m', payload, ...more]);
}

function post({ rest }, topic, payload) {
  return rest('POST', `/api/topics/${topic}`, payload, { 'content-type': 'application/octet-stream' });
}

async function show(page, topic) {
  await page.evaluate((address) => {
    location.hash = address;
  }, `#/topics/${topic}`);
  await page.getByRole('heading', { name: topic.replaceAll('/', ' / ') }).waitFor();
}

/** A row of the tree, by the name that it begins with. */
function item(page, name) {
  return page.getByRole('treeitem', { name: new RegExp(`^${name.replace('$', '\\$')}( |$)`) });
}

function section(page, name) {
  return page.getByRole('region', { name, exact: true });
}
