// Why a pump cannot publish; the line that lets it; users and rights changed, and what the broker then does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export default async function ({ open, rest, picture, complaints, mqttPort }) {
  const pump = client('mosquitto_sub', ['-i', 'pump-7', '-u', 'bob', '-P', 'banana', '-t', 'farm/#', '-d']);
  await pump.says('SUBACK');
  const publish = () =>
    client('mosquitto_pub', ['-i', 'pump-8', '-u', 'bob', '-P', 'banana', '-V', '5', '-q', '1', '-t', 'farm/gate', '-m', 'open']);
  await publish().ends();
  await client('mosquitto_pub', ['-i', 'pump-9', '-u', 'eve', '-P', 'cherry', '-t', 'farm/gate', '-m', 'open']).ends();

  // Why can't …?
  const page = await open('/#/security');
  await page.getByLabel('Why can’t the client').fill('pump-8');
  await page.getByLabel('the topic or filter').fill('farm/gate');
  await picture(page, 'question');
  await page.getByRole('button', { name: 'Find out' }).click();
  await page.getByText('Denied', { exact: true }).waitFor();
  await page.getByText('No rule allows it.').waitFor();
  await page.getByRole('cell', { name: 'publish farm/gate' }).waitFor();
  await picture(page, 'denied');

  // The client id alone is enough while it is connected; a rule that denies is shown in its file.
  await page.goto('#/security/why/pump-7/farm%2Fbarn/receive');
  await page.getByText('pump-7 (user bob) may receive farm/barn').waitFor();
  await page.goto('#/security/why/hand/farm%2Fstable%2Fsafe%2Flock/publish/ann');
  await page.getByText('line 8 of').waitFor();
  await picture(page, 'rule');

  // The suggestion becomes a line of the rights, which holds at once.
  await page.goto('#/security/why/pump-8/farm%2Fgate/publish/bob');
  await page.getByRole('button', { name: 'Put it into the rights …' }).first().click();
  const rules = page.getByLabel('The rules in');
  await page.getByText('not saved').waitFor();
  assert.match(await rules.inputValue(), /topic write farm\/bell\ntopic write farm\/gate\n/);
  await picture(page, 'rights');
  await page.getByRole('button', { name: 'Review and save …' }).click();
  await page.getByRole('listitem').filter({ hasText: 'added: topic write farm/gate' }).waitFor();
  await picture(page, 'review');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved. The rules hold now.').waitFor();
  await Promise.all([pump.says('PUBLISH'), publish().ends()]);

  // Mistakes are shown where they are, and nothing is saved.
  await rules.fill('topic raed weather/#\n\nuser bob\nrole keper\n');
  await page.getByRole('button', { name: 'Review and save …' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Line 4' }).click();
  assert.ok(await rules.evaluate((area) => area === document.activeElement));
  await picture(page, 'mistakes');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('cell', { name: 'farm/gate' }).waitFor();

  // A new user may connect at once, with a password that was made for it.
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('button', { name: 'Add a user …' }).click();
  await page.getByLabel('User name').fill('eve');
  await page.getByRole('button', { name: 'Make a strong one' }).click();
  const secret = await page.getByLabel('Password', { exact: true }).inputValue();
  assert.match(secret, /^\w{20}$/);
  await picture(page, 'new-user');
  await page.getByRole('button', { name: 'Add the user' }).click();
  await page.getByText('eve may connect now.').waitFor();
  assert.equal(await client('mosquitto_pub', ['-u', 'eve', '-P', secret, '-t', 'farm/x', '-m', 'x']).ends(), 0);
  await picture(page, 'users');

  // Who is removed is disconnected.
  await page.getByRole('button', { name: 'Remove bob' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove bob' }).click();
  await page.getByText('bob is removed.').waitFor();
  await pump.says('disconnect|Connection|not authori', 'i');
  pump.stop();

  await page.getByRole('link', { name: 'Doctor' }).click();
  await page.getByText('Looked at').waitFor({ timeout: 60_000 });
  await picture(page, 'doctor');
  for (const part of ['Bans', 'Audit']) {
    await page.getByRole('link', { name: part }).click();
    await page.getByRole('heading', { name: part }).waitFor();
    await picture(page, part.toLowerCase());
  }

  // On a phone, and in the dark.
  const phone = await open('/#/security/why/hand/farm%2Fstable%2Fsafe%2Flock/publish/ann', { size: { width: 390, height: 844 } });
  await phone.getByText('Denied', { exact: true }).waitFor();
  await picture(phone, 'phone');
  await phone.getByRole('link', { name: 'Users' }).click();
  await phone.getByRole('button', { name: 'Remove ann' }).waitFor();
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is too wide');
  await picture(phone, 'phone-users');
  await phone.getByRole('link', { name: 'Rights' }).click();
  await phone.getByLabel('The rules in').waitFor();
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is too wide');
  await picture(phone, 'phone-rights');
  const dark = await open('/#/security/why/hand/farm%2Fstable%2Fsafe%2Flock/publish/ann', { colorScheme: 'dark' });
  await dark.getByText('Denied', { exact: true }).waitFor();
  await picture(dark, 'dark');
  await dark.getByRole('link', { name: 'Rights' }).click();
  await dark.getByLabel('The rules in').waitFor();
  await picture(dark, 'dark-rights');

  assert.match(await (await rest('GET', '/api/rights')).text(), /topic write farm\/gate/);
  // refused on purpose, which the browser notes by itself
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !/status of (404 .*\/api\/audit\?|422 .*\/api\/rights)/.test(text)));

  /** A program of Mosquitto, and what it says. */
  function client(program, options) {
    const child = spawn('stdbuf', ['-oL', program, '-h', '127.0.0.1', '-p', String(mqttPort), ...options]);
    process.once('exit', () => child.kill());
    let said = '';
    const waiting = new Set();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text;
        for (const look of waiting) {
          look();
        }
      });
    }
    const ended = once(child, 'exit');
    return {
      says: (pattern, flags) =>
        new Promise((resolve) => {
          const look = () => {
            if (new RegExp(pattern, flags).test(said)) {
              waiting.delete(look);
              said = '';
              resolve();
            }
          };
          waiting.add(look);
          look();
        }),
      ends: async () => (await ended)[0],
      stop: () => child.kill(),
    };
  }
}
