// Each view, with something in it, against WCAG 2 A and AA, as axe checks it: in light and dark, on a desk and a phone.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { connect, often } from '../traffic.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The places of the page, each with what is to be seen there when it is complete. */
const PLACES = [
  ['overview', (page) => page.locator('.overview-plots canvas').nth(1)],
  ['overview/configuration', (page) => page.getByText('sys_interval').first()],
  ['topics', (page) => page.getByRole('treeitem', { name: /home/ }).first()],
  ['topics/home/kitchen', (page) => page.getByRole('heading', { name: 'Numbers' })],
  ['tryit', (page) => page.getByText(/^Connected/).first()],
  ['clients', (page) => page.getByRole('rowheader', { name: 'sensor' })],
  ['clients/list/sensor', (page) => page.getByRole('heading', { name: 'Trace' })],
  ['clients/groups', (page) => page.getByText('crew').first()],
  ['clients/bans', (page) => page.getByText('banned by hand').first()],
  ['clients/listeners', (page) => page.getByText('MQTT over WebSocket')],
  ['graph', (page) => page.locator('.graph-picture[aria-busy=false]')],
  ['dashboards', (page) => page.locator('.plot canvas').first()],
  ['security', (page) => page.getByRole('button', { name: 'Find out' })],
  ['security/why/sensor/home%2Fkitchen/publish', (page) => page.getByText('Allowed', { exact: true })],
  ['security/users', (page) => page.getByRole('heading', { name: 'Users' })],
  ['security/rights', (page) => page.getByRole('heading', { name: 'Rights' })],
  ['security/bans', (page) => page.getByText('Let in again').first()],
  ['security/doctor', (page) => page.getByText(/^Looked at/)],
  ['security/audit', (page) => page.getByRole('heading', { name: 'Audit' })],
  ['tokens', (page) => page.getByRole('rowheader', { name: 'bell-button' })],
];

export default async function ({ open, rest, picture, complaints, mqttPort }) {
  const stop = await fill(rest, mqttPort);
  const found = [];
  for (const [name, options] of [
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { size: { width: 390, height: 844 } }],
  ]) {
    const page = await open('/#/tryit', { bypassCSP: true, ...options });
    await page.addScriptTag({ path: AXE });
    await page.waitForFunction(() => document.querySelector('.tryit-connection input').value !== '');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    for (const [place, complete] of PLACES) {
      await page.evaluate((to) => {
        location.hash = `/${to}`;
      }, place);
      await complete(page).waitFor();
      found.push(...(await violations(page)).map((text) => `${place} (${name}): ${text}`));
      assert.ok(await fits(page), `${place} (${name}) is wider than the window`);
      await picture(page, `${place.replaceAll(/[/%]/g, '-')}-${name}`);
    }
    await page.context().close();
  }
  stop();
  // without an audit log there is nothing to be found, and the browser notes that
  complaints.splice(0, Infinity, ...complaints.filter((each) => !/404 .*\/api\/audit\?/.test(each)));
  assert.deepEqual(found, [], 'WCAG');
}

/** Something for every view to show; gives what ends it. */
async function fill(rest, mqttPort) {
  const json = { 'content-type': 'application/json' };
  const clients = [await connect(mqttPort, 'sensor', 'home/#'), await connect(mqttPort, 'worker', '$share/crew/jobs/#')];
  const traffic = often(4, (n) => clients[0].publish('home/kitchen', `{"celsius": 21.5, "n": ${n}}`));
  await rest('PUT', '/api/topics/home/door', 'shut');
  await rest('POST', '/api/bans', JSON.stringify({ client: 'intruder', seconds: 600 }), json);
  await rest('POST', '/api/tokens', JSON.stringify({ name: 'bell-button', scopes: ['publish'] }), json);
  const tile = { id: 'a', kind: 'number', title: 'Kitchen', topic: 'home/kitchen', path: 'celsius', x: 0, y: 0, w: 3, h: 2 };
  const tiles = [tile, { ...tile, id: 'b', kind: 'gauge', x: 3 }, { ...tile, id: 'c', kind: 'plot', x: 6 }];
  await rest('PUT', '/api/dashboards/Home', JSON.stringify({ tiles }), json);
  return () => {
    traffic.stop();
    for (const client of clients) {
      client.close();
    }
  };
}

function fits(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}

function violations(page) {
  return page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules } });
    return violations.map(
      (each) => `${each.id}: ${each.help} at ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
  }, RULES);
}
