import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** The demonstration that ./dev browse has started: addresses and credentials. */
export const demo = JSON.parse(readFileSync(process.env.FRANCHISE_DEMO, 'utf8'));

/** Opens a browser for one test; whatever its pages complain of is gathered in `complaints`. */
export async function open(t) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const context = await browser.newContext();
  const complaints = [];
  context.on('page', page => {
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  });
  return { context, page: await context.newPage(), complaints };
}

/** Fills in the sign-in page. */
export async function signIn(page, { user, password }) {
  await page.fill('input[name=email]', user);
  await page.fill('input[name=password]', password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
