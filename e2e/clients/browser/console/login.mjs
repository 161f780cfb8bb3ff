import assert from 'node:assert/strict';

/** What nobody is logged in for, logging in by a token and by a code, tokens for programs, and logging out. */
export default async function ({ open, rest, picture, complaints }) {
  await anonymous(open, picture);
  await byCode(open, rest);
  await tokens(open, rest, picture);
  await byToken(open, picture, complaints);
}

async function anonymous(open, picture) {
  const page = await open('/#/security', { login: false });
  await page.getByRole('heading', { name: 'Security is for administrators' }).waitFor();
  await picture(page, 'needs-admin');
  await page.getByRole('link', { name: 'Log in' }).first().click();
  await page.getByRole('heading', { name: 'Log in', level: 2 }).waitFor();
  await picture(page, 'form');
  await page.context().close();
}

async function byCode(open, rest) {
  const { code } = await (await rest('POST', '/api/login-codes')).json();
  const page = await open(`/#/login?code=${code}`, { login: false });
  await page.getByRole('button', { name: 'Administrator' }).waitFor();
  assert.ok(!page.url().includes(code), 'the code does not stay in the address');
  await page.context().close();
}

async function tokens(open, rest, picture) {
  const page = await open('/');
  await page.getByRole('button', { name: 'Administrator' }).focus();
  await page.keyboard.press('Enter');
  await picture(page, 'menu');
  await page.getByRole('link', { name: 'Tokens for programs' }).click();
  await page.getByText('There is no token yet').waitFor();
  await page.getByLabel('Name').fill('sensor-7');
  await page.getByLabel('publish', { exact: false }).check();
  await page.getByLabel('Only on topics').fill('home/#');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await page.getByRole('heading', { name: 'The token sensor-7 is made' }).waitFor();
  const secret = await page.getByLabel('Token', { exact: true }).textContent();
  assert.match(secret, /^bb_/);
  const me = await (await rest('GET', '/api/me', undefined, { authorization: `Bearer ${secret}` })).json();
  assert.deepEqual(me.scopes, ['read', 'publish']);
  await picture(page, 'tokens');
  const dark = await open('/#/tokens', { colorScheme: 'dark' });
  await dark.getByRole('rowheader', { name: 'sensor-7' }).waitFor();
  await picture(dark, 'tokens-dark');
  await dark.context().close();
  const phone = await open('/#/tokens', { size: { width: 390, height: 844 } });
  await phone.getByRole('rowheader', { name: 'sensor-7' }).waitFor();
  await picture(phone, 'tokens-phone');
  await phone.context().close();
  await page.getByRole('button', { name: 'Revoke sensor-7' }).click();
  await page.getByRole('button', { name: 'Really revoke sensor-7' }).click();
  await page.getByText('There is no token yet').waitFor();
  await page.context().close();
}

async function byToken(open, picture, complaints) {
  const page = await open('/#/login', { login: false, size: { width: 390, height: 844 }, colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Use a token' }).click();
  await page.getByLabel('Token').fill('bb_wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').waitFor();
  await picture(page, 'refused-phone-dark');
  // a browser notes each answer of 401 as an error of the page
  const noted = complaints.splice(0).filter((each) => !each.includes('401'));
  assert.deepEqual(noted, []);
  await page.getByRole('button', { name: 'Use name and password' }).click();
  await page.getByLabel('Name').fill('ann');
  await page.getByLabel('Password').fill('whatever');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'ann' }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Not logged in' }).waitFor();
  await page.context().close();
}
