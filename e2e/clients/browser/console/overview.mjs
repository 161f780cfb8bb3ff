// The overview: first steps on an empty broker, figures and plots with traffic, what needs attention, the configuration;
// and what is around all views: keys, theme, the word when the broker is gone.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { connect } from 'node:net';

export default async function ({ open, rest, picture, complaints, mqttPort }) {
  const at = ['-h', '127.0.0.1', '-p', String(mqttPort)];
  const page = await open('/');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByText('Nobody is here yet').waitFor();
  await picture(page, 'empty');

  // traffic: a reader, one who comes back later, one who publishes, and one who speaks no version that is known
  const reader = spawn('mosquitto_sub', [...at, '-t', 'home/#', '-i', 'reader'], { stdio: 'ignore' });
  execFileSync('mosquitto_sub', [...at, '-t', 'home/#', '-q', '1', '-c', '-i', 'away', '-E']);
  const writer = spawn(
    'sh',
    ['-c', `seq 1 1500 | mosquitto_pub ${at.join(' ')} -t home/kitchen/temperature -q 1 -l -i writer`],
    { stdio: 'ignore' },
  );
  const unknown = connect(mqttPort, '127.0.0.1');
  unknown.write(Buffer.from('100c00044d5154540902000000000000', 'hex').subarray(0, 14));
  unknown.on('error', () => {});
  const written = new Promise((done) => writer.on('exit', done));
  try {
    await page.getByText('Clients', { exact: true }).last().waitFor();
    await page.locator('.overview-tile', { hasText: 'Clients' }).getByText(/^[12]$/).waitFor();
    assert.equal(await page.getByText('Nobody is here yet').count(), 0);
    await written;
    await page.getByText(/Connections were refused in the last minute: 1 UNSUPPORTED PROTOCOL VERSION/).waitFor();
    await page.locator('.overview-tile', { hasText: 'Waiting in queues' }).getByText('1500').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.overview-plots canvas').length === 2);
    await picture(page, 'desktop');
    const dark = await open('/', { colorScheme: 'dark' });
    await dark.getByText(/Connections were refused/).waitFor();
    await picture(dark, 'dark');
    const phone = await open('/', { size: { width: 390, height: 844 } });
    await phone.getByText(/Connections were refused/).waitFor();
    await picture(phone, 'phone');
    assert.ok(await fits(phone), 'the phone scrolls sideways');
    const small = await open('/', { size: { width: 360, height: 640 } });
    await small.getByText(/Connections were refused/).waitFor();
    assert.ok(await fits(small), 'the smallest phone scrolls sideways');
  } finally {
    reader.kill();
  }
  await configuration(page, picture, open);
  await shell(page);
  await gone(page, complaints);
  await rest('GET', '/api/status');
}

function fits(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}

async function configuration(page, picture, open) {
  await page.getByRole('link', { name: 'Configuration' }).click();
  await page.locator('tr', { hasText: 'sys_interval' }).waitFor();
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('Nothing is wrong; a reload would mean: no setting changed.').waitFor();
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByText('Read again: no setting changed.').waitFor();
  await picture(page, 'configuration');
  await page.getByRole('checkbox', { name: 'Only what is written' }).uncheck();
  await page.getByRole('searchbox').fill('memory_limit');
  await page.getByText('memory_limit', { exact: true }).click();
  await page.getByText('Bytes of messages that the broker holds in memory').waitFor();
  const phone = await open('/#/overview/configuration', { size: { width: 390, height: 844 } });
  await phone.getByText('sys_interval').first().waitFor();
  assert.ok(await fits(phone), 'the phone scrolls sideways');
  await picture(phone, 'configuration-phone');
}

async function shell(page) {
  await page.locator('h1').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForFunction(() => document.title === 'Clients · Bellbird');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  for (const theme of ['light', 'dark']) {
    await page.getByRole('button', { name: /Colours/ }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
  }
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
}

/** The page says so when the broker is gone, and when it is back. */
async function gone(page, complaints) {
  await page.goto('/#/overview');
  await page.getByText('Messages', { exact: true }).first().waitFor();
  const before = complaints.length;
  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.getByText('The broker does not answer.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('The broker does not answer.').waitFor({ state: 'detached' });
  complaints.length = before; // a browser complains of each request that fails
}
