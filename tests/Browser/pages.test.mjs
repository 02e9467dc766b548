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

/** A link to the credential of the demonstration's accredited trainer, made as her organisation's own system would. */
async function link() {
  const partner = demo.organisations[0];
  const asked = async (path, options = {}) => {
    const answer = await fetch(new URL(path, demo.baseUrl), options);
    assert.ok(answer.ok, `${path} answered ${answer.status}: ${await answer.clone().text()}`);
    return answer.json();
  };
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: partner.clientId, client_secret: partner.clientSecret });
  const { access_token: token } = await asked('/connect/token', { method: 'POST', body: form });
  const as = (body, key) => ({ method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key }, body: body && JSON.stringify(body) });
  const { data } = await asked('/v1/accreditations', { headers: { authorization: `Bearer ${token}` } });
  const accreditation = data.find(a => ['accredited', 'renewalDue'].includes(a.status));
  const credential = await asked(`/v1/accreditations/${accreditation.id}/credential`, as(undefined, 'browser-credential'));
  return (await asked(`/v1/credentials/${credential.id}/share-links`, as({ audience: 'Browser' }, 'browser-link'))).path;
}

test('The page behind a link has no barrier in English or Welsh (WCAG 2.2 AA), works without script and loads nothing from elsewhere', async t => {
  const { context, page, complaints } = await open(t);
  const path = await link();
  const elsewhere = [];
  page.on('request', request => request.url().startsWith(demo.baseUrl) || request.url().startsWith('data:') || elsewhere.push(request.url()));
  for (const [shown, heading] of [[path, { en: 'Valid', cy: 'Dilys' }], ['/verify/none', { en: 'Unknown', cy: 'Anhysbys' }]])
    for (const language of ['en', 'cy']) {
      await page.goto(new URL(`${shown}?lang=${language}`, demo.baseUrl).href);
      assert.equal(await page.locator('h1').innerText(), heading[language]);
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      assert.deepEqual(await barriers(page), []);
      assert.equal(await page.locator('script').count(), 0);
    }
  const plain = await (await context.browser().newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } })).newPage();
  await plain.goto(new URL(path, demo.baseUrl).href);
  await plain.getByRole('link', { name: 'Cymraeg' }).click();
  await plain.getByRole('heading', { name: 'Dilys' }).waitFor();
  assert.deepEqual([elsewhere, complaints], [[], []]);
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
