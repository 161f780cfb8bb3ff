// Each view against WCAG 2 A and AA, as axe checks it, in light and dark, on a desk and on a phone.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const VIEWS = ['overview', 'overview/configuration', 'topics', 'tryit', 'clients', 'graph', 'dashboards', 'security'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export default async function ({ open, rest }) {
  await rest('GET', '/api/openapi.json');
  const found = [];
  for (const [name, options] of [
    ['light', { bypassCSP: true }],
    ['dark', { bypassCSP: true, colorScheme: 'dark' }],
    ['phone', { bypassCSP: true, size: { width: 390, height: 844 } }],
  ]) {
    const page = await open('/', options);
    await page.addScriptTag({ path: AXE });
    for (const view of VIEWS) {
      await page.evaluate((to) => {
        location.hash = `/${to}`;
      }, view);
      await page.locator(`nav.views a[href="#/${view.split('/')[0]}"][aria-current=page]`).waitFor();
      await page.getByText('Loading …').waitFor({ state: 'detached' });
      await page.locator('main > :nth-child(2)').waitFor();
      found.push(...(await violations(page)).map((text) => `${view} (${name}): ${text}`));
    }
  }
  assert.deepEqual(found, [], 'WCAG');
}

function violations(page) {
  return page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules } });
    return violations.map(
      (each) => `${each.id}: ${each.help} at ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
  }, RULES);
}
