// Drives the console's page through one of its views, as console/VIEW.mjs says, in a browser without a window. Ends with
// 0 when all of it holds; what the page itself complains about counts as well. Pictures are left in a folder.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({
  options: {
    program: { type: 'string' }, // the browser
    view: { type: 'string' }, // which module of console/
    url: { type: 'string' }, // of the admin listener
    token: { type: 'string' }, // the admin token
    mqtt: { type: 'string' }, // port of MQTT over TCP
    websocket: { type: 'string' }, // port of MQTT over WebSocket
    pictures: { type: 'string' }, // folder
  },
});

const browser = await chromium.launch({
  executablePath: options.program,
  args: ['--disable-gpu', '--disable-dev-shm-usage'],
});
const complaints = [];
const foreign = [];

/** A browser's window of its own, logged in with the admin token unless it is said. */
async function open(path, { size = { width: 1280, height: 800 }, login = true, ...more } = {}) {
  const context = await browser.newContext({ baseURL: options.url, viewport: size, ...more });
  if (login) {
    const answer = await context.request.post('/api/login', { data: { token: options.token } });
    assert.equal(answer.status(), 204);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(`${message.text()} ${message.location().url}`);
    }
  });
  page.on('request', (request) => {
    const host = new URL(request.url()).host;
    if (!['', new URL(options.url).host].includes(host)) {
      foreign.push(request.url());
    }
  });
  await page.goto(path);
  return page;
}

/** Asks the REST interface with the admin token. */
async function rest(method, path, body, headers = {}) {
  const response = await fetch(options.url + path, {
    method,
    headers: { authorization: `Bearer ${options.token}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
  return response;
}

/** Leaves a picture of the page. */
async function picture(page, name) {
  mkdirSync(options.pictures, { recursive: true });
  await page.screenshot({ path: `${options.pictures}/${options.view}-${name}.png` });
}

const { default: run } = await import(`./console/${options.view}.mjs`);
try {
  await run({
    browser,
    open,
    rest,
    picture,
    complaints,
    url: options.url,
    mqttPort: Number(options.mqtt),
    webSocketPort: Number(options.websocket),
  });
  assert.deepEqual(complaints, [], 'the page complains');
  assert.deepEqual(foreign, [], 'the page asks others than the broker');
  console.log(`${options.view} is as it should be`);
} finally {
  await browser.close();
}
