// A browser without a window: does what each line of the standard input says, and prints what its page says.
import { X509Certificate, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values } = parseArgs({ options: { program: { type: 'string' }, trust: { type: 'string' } } });

/** What Chromium knows a certificate by: the digest of its public key. */
function fingerprint(file) {
  const key = new X509Certificate(readFileSync(file)).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

const trusted = values.trust ? [`--ignore-certificate-errors-spki-list=${fingerprint(values.trust)}`] : [];
const browser = await chromium.launch({
  executablePath: values.program,
  args: ['--disable-gpu', '--disable-dev-shm-usage', ...trusted],
});
let tab; // a context of its own, so that it remembers nothing of the one before
let page;

const commands = {
  async open(url) {
    await tab?.close();
    tab = await browser.newContext();
    page = await tab.newPage();
    page.on('console', (message) => console.log(message.text()));
    page.on('pageerror', (error) => console.log('page error', error.message));
    await page.goto(url);
    console.log('opened', await page.title());
  },
  async close() {
    await page.close();
    console.log('closed the page');
  },
  async fill(selector, ...words) {
    await page.fill(selector, words.join(' '));
  },
  async click(...words) {
    await page.click(words.join(' '));
  },
  async see(selector, ...words) {
    const text = words.join(' ');
    await page.waitForFunction(([of, part]) => document.querySelector(of).textContent.includes(part), [selector, text]);
    console.log('saw', text);
  },
};

console.log('started', browser.version());
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...words] = line.split(' ');
  await (commands[name]?.(...words) ?? page.evaluate(([command, args]) => window[command](...args), [name, words]));
}
await browser.close();
