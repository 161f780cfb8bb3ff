// How soon something is to be seen on a machine that is six times slower, and how much is loaded for all of the page.
import assert from 'node:assert/strict';

const SLOWER = 6;
const PAINT_MILLIS_MAX = 1_000;
const BYTES_MAX = 150 * 1024;
const VIEWS = 7;

export default async function ({ open, url }) {
  const paints = [];
  for (let round = 0; round < 3; round++) {
    paints.push(await firstPaint(open));
  }
  const best = Math.round(Math.min(...paints));
  const bytes = await allFiles(url);
  console.log(`first paint ${best} ms at ${SLOWER} times throttling, whole page ${bytes} bytes compressed`);
  assert.ok(best < PAINT_MILLIS_MAX, `first paint after ${best} ms`);
  assert.ok(bytes < BYTES_MAX, `the page has ${bytes} bytes compressed`);
}

async function firstPaint(open) {
  const page = await open('about:blank');
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await browser.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto('/');
  const time = await page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntries().find((entry) => entry.name === 'first-contentful-paint');
          if (paint) {
            done(paint.startTime);
          }
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  await page.context().close();
  return time;
}

/** The compressed size of all files: of those that the page names, and of those that they name. */
async function allFiles(url) {
  const sizes = new Map();
  const wanted = ['/', '/bellbird.svg'];
  for (let path = wanted.pop(); path; path = wanted.pop()) {
    if (!sizes.has(path)) {
      const response = await fetch(url + path);
      assert.equal(response.status, 200, path);
      sizes.set(path, Number(response.headers.get('content-length')));
      wanted.push(...[...(await response.text()).matchAll(/[\w.-]+-[\w-]{8}\.(?:js|css)\b/g)].map(([name]) => `/assets/${name}`));
    }
  }
  assert.ok(sizes.size > VIEWS, `only ${[...sizes.keys()]}`);
  return [...sizes.values()].reduce((all, one) => all + one, 0);
}
