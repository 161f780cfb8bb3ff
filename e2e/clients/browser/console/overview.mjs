export default async function ({ open, picture }) {
  const page = await open('/');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await picture(page, 'desktop');
}
