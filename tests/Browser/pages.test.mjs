import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { demo, open, signIn } from './open.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What keeps someone out who uses a screen reader, a keyboard or a small screen. */
async function barriers(page) {
  // The page's own policy forbids foreign script; evaluating by the browser's protocol is not the page's doing.
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(tags => globalThis.axe.run({ runOnly: tags }), tags);
  assert.ok(passes.length > 5, 'The check looked at nothing.');
  return violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`);
}

for (const path of ['/account/sign-in', '/account/forgot-password', '/account/sign-in?returnUrl=%2Faccount'])
  test(`${path} has no barrier (WCAG 2.2 AA)`, async t => {
    const { page } = await open(t);
    await page.goto(new URL(path, demo.baseUrl).href);
    assert.deepEqual(await barriers(page), []);
  });

test('The pages of an account have no barrier (WCAG 2.2 AA), nor has a refused sign-in', async t => {
  const { page } = await open(t);
  await page.goto(new URL('/account', demo.baseUrl).href);
  await signIn(page, { user: demo.organisations[1].user, password: 'not her password' });
  assert.deepEqual(await barriers(page), []);
  await signIn(page, demo.organisations[1]);
  for (const path of ['/account', '/account/authenticator', '/account/passkeys']) {
    await page.goto(new URL(path, demo.baseUrl).href);
    assert.equal(new URL(page.url()).pathname, path);
    assert.deepEqual(await barriers(page), []);
  }
});

test('Signing in works without script', async t => {
  const { context } = await open(t);
  const plain = await (await context.browser().newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(new URL('/account', demo.baseUrl).href);
  await signIn(plain, demo.organisations[1]);
  await plain.getByRole('link', { name: 'Passkeys' }).waitFor();
});

test('The check of barriers finds one where there is one', async t => {
  const { page } = await open(t);
  await page.goto(new URL('/account/sign-in', demo.baseUrl).href);
  await page.evaluate(() => document.querySelectorAll('label').forEach(label => label.remove()));
  assert.ok((await barriers(page)).some(barrier => barrier.startsWith('label:')));
});
